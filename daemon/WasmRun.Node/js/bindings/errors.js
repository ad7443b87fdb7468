// Stack formatting hooks, and what happens to an exception that nobody caught. (src/node_errors.cc)
(function (binding, native, host) {
  const { engine, privateSymbols } = host;
  let enhanceBefore = (error) => error;
  let enhanceAfter = (error) => error;

  /** The frame to blame: the first that has a file; the position is the `throw` when it stands before the expression. */
  function positionOf(error) {
    const thrown = engine.thrownAt(error);
    for (const site of thrown?.getFileName() ? [thrown] : engine.sitesOf(error) ?? []) {
      const file = site.getFileName();
      const [line, at] = site === thrown ? [site.rawLine(), site.rawColumn()] : [site.getLineNumber(), site.getColumnNumber()];
      if (!file || !(line > 0)) continue;
      const text = host.native.positions.line(file, line);
      if (text === undefined) return undefined;
      let column = Math.max(0, at - 1);
      const keyword = /\bthrow\s+$/.exec(text.slice(0, column));
      if (keyword) column = keyword.index;
      return { file, line, column, text };
    }
    return undefined;
  }
  function placeOf(site) {
    const file = site?.getFileName();
    const text = file && host.native.positions.line(file, site.rawLine());
    if (!text) return undefined;
    const column = Math.max(0, site.rawColumn() - 1);
    return { file, line: site.rawLine(), column: /\bthrow\s+$/.exec(text.slice(0, column))?.index ?? column, text };
  }
  /** "file:line\nsource\n    ^", which Node prints above the stack. */
  function arrowMessage({ file, line, column, text, width = 1 }) {
    const indent = text.slice(0, column).replace(/[^\t]/g, ' ');
    return `${file}:${line}\n${text}\n${indent}${'^'.repeat(Math.max(1, width))}\n`;
  }
  engine.arrowMessage = arrowMessage;

  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  function describeFatal(error) {
    if (!isObject(error) || error.stack === undefined || typeof error.stack !== 'string' || error.stack === '') {
      const { lastThrown } = engine;
      const position = lastThrown !== undefined && lastThrown.value === error ? placeOf(lastThrown.site) : undefined;
      const arrow = position ? `\n${arrowMessage(position)}` : 'Uncaught:\n';
      let text;
      if (isObject(error) && typeof error.name === 'string' && typeof error.message === 'string') text = `${error.name}: ${error.message}`;
      else text = host.loaders.require('internal/util/inspect').inspect(error);
      const hint = host.config.options['--trace-uncaught']
        ? ''
        : isObject(error)
          ? ''
          : '\n(Use `node --trace-uncaught ...` to show where the exception was thrown)';
      return `${arrow}${text}${hint}\n`;
    }
    let arrow = error[privateSymbols.arrow_message_private_symbol];
    const decorated = error[privateSymbols.decorated_private_symbol];
    if (arrow === undefined && !decorated) {
      const position = positionOf(error);
      if (position) arrow = arrowMessage(position);
    }
    let stack;
    try {
      stack = enhanceAfter(enhanceBefore(error) && error);
      if (typeof stack !== 'string') stack = error.stack;
    } catch {
      stack = error.stack;
    }
    return typeof arrow === 'string' && !decorated ? `${arrow}\n${stack}\n` : `${stack}\n`;
  }

  /** node::errors::TriggerUncaughtException: returns only when a handler of the program took the error. */
  host.uncaught = (error, fromPromise = false) => {
    const fatal = host.process._fatalException;
    let handled = false;
    if (typeof fatal === 'function') {
      try {
        handled = Reflect.apply(fatal, host.process, [error, fromPromise]);
      } catch (inner) {
        report(inner);
        native.exit(7);
      }
    }
    if (handled !== false) return;
    report(error);
    const code = host.exitInfo[2] !== 0 ? host.exitInfo[1] : 0;
    native.exit(code === 0 ? 1 : code);
  };
  function report(error) {
    let text;
    try {
      text = describeFatal(error);
    } catch {
      text = 'Uncaught exception\n';
    }
    native.printError(`${text}\nNode.js ${host.process.version}\n`);
  }

  return {
    setPrepareStackTraceCallback(callback) {
      engine.prepareStackTrace = callback;
    },
    setEnhanceStackForFatalException(before, after) {
      enhanceBefore = before;
      enhanceAfter = after;
    },
    setGetSourceMapErrorSource(callback) {
      host.sourceMapErrorSource = callback;
    },
    setSourceMapsEnabled() {},
    setMaybeCacheGeneratedSourceMap(callback) {
      host.maybeCacheGeneratedSourceMap = callback;
    },
    noSideEffectsToString(value) {
      try {
        return typeof value === 'symbol' ? value.toString() : `${value}`;
      } catch {
        return Object.prototype.toString.call(value);
      }
    },
    triggerUncaughtException: (error, fromPromise) => host.uncaught(error, fromPromise),
    getErrorSourcePositions(error) {
      const position = positionOf(error);
      if (!position) return {};
      return { sourceLine: position.text, scriptResourceName: position.file, lineNumber: position.line, startColumn: position.column };
    },
  };
});
