Promise.reject(new TypeError("pr"));
