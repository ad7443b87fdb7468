/** Orders cities, the largest first. */
export const byPopulation = (a, b) => b.population - a.population;
