// The engine's own error messages in V8's words, which programs and their tests know.
// Evaluates to (engine, positions) => void; `positions` is Bindings/PositionsBinding.cs.
(function (engine, positions) {
  'use strict';
  const at = (site) => [site.getFileName(), site.rawLine?.() ?? site.getLineNumber(), site.rawColumn?.() ?? site.getColumnNumber()];
  const expression = (site) => (site?.getFileName() ? positions.expression(...at(site)) : '');
  const named = (site, text) => `${expression(site) || '(intermediate value)'} ${text}`;

  const runtime = [
    [/^cannot read property '(.*)' of (undefined|null)$/, (m, site) => {
      engine.blame(site, m[1]);
      return `Cannot read properties of ${m[2]} (reading '${m[1]}')`;
    }],
    [/^cannot set property '(.*)' of (undefined|null)$/, (m, site) => {
      engine.blame(site, m[1]);
      return `Cannot set properties of ${m[2]} (setting '${m[1]}')`;
    }],
    [/^not a function$/, (m, site) => named(site, 'is not a function')],
    [/^not a constructor$/, (m, site) => named(site, 'is not a constructor')],
    [/^(?:value|object) is not iterable$/, (m, site) => named(site, 'is not iterable')],
    [/^'(.*)' is read-only$/, () => 'Assignment to constant variable.'],
    [/^(?:lexical variable )?'?([\w$]+)'? is not initialized$/, (m) => `Cannot access '${m[1]}' before initialization`],
    [/^(?:cannot convert to object|null or undefined are forbidden|not an object)$/, () => 'Cannot convert undefined or null to object'],
    [/^invalid array length$/, () => 'Invalid array length'],
    [/^invalid string length$/, () => 'Invalid string length'],
    [/^invalid array buffer length$/, () => 'Array buffer allocation failed'],
    [/^circular reference$/, () => 'Converting circular structure to JSON'],
    [/^object is not extensible$/, () => 'Cannot add property, object is not extensible'],
    [/^invalid 'in' operand$/, () => "Cannot use 'in' operator to search for a key in a value that is no object"],
    [/^invalid 'instanceof' right operand$/, () => "Right-hand side of 'instanceof' is not callable"],
    [/^cannot convert symbol to string$/, () => 'Cannot convert a Symbol value to a string'],
    [/^cannot convert symbol to number$/, () => 'Cannot convert a Symbol value to a number'],
    [/^(?:both operands must be bigint|cannot mix bigint.*)$/, () => 'Cannot mix BigInt and other types, use explicit conversions'],
    [/^invalid number of digits$/, () => 'toFixed() digits argument must be between 0 and 100'],
    [/^class constructors must be invoked with 'new'$/, (m, site) => `Class constructor ${expression(site)} cannot be invoked without 'new'`],
  ];

  const illegal = () => 'Invalid or unexpected token';
  const syntax = [
    [/^return not in a function$/, () => 'Illegal return statement'],
    [/^invalid assignment left-hand side$/, () => 'Invalid left-hand side in assignment'],
    [/^invalid increment\/decrement operand$/, () => 'Invalid left-hand side expression in postfix operation'],
    [/^missing initializer for (?:const )?variable$/, () => 'Missing initializer in const declaration'],
    [/^invalid redefinition of .*?(?: '(.*)')?$/, (m, text) => `Identifier '${m[1] ?? text ?? ''}' has already been declared`],
    [/^unexpected 'await' keyword$/, () => 'await is only valid in async functions and the top level bodies of modules'],
    [/^unexpected end of (?:string|comment)$/, illegal],
    [/^(?:unexpected character|invalid number literal|unexpected line terminator in regexp)/, illegal],
    [/^unexpected end of regexp$/, () => 'Invalid regular expression: missing /'],
    [/^unexpected end of template$/, () => 'Unterminated template literal'],
    [/^(?:Unexpected end of input|unexpected end of input)$/, () => 'Unexpected end of input'],
    [/^super\(\) is only valid/, () => "'super' keyword unexpected here"],
    [/^break must be inside/, () => 'Illegal break statement'],
    [/^continue must be inside/, () => 'Illegal continue statement: no surrounding iteration statement'],
    [/^(?:unsupported keyword: (import|export)|invalid keyword: (import|export))/, (m) =>
      (m[1] ?? m[2]) === 'import' ? 'Cannot use import statement outside a module' : "Unexpected token 'export'"],
  ];
  function unexpected(site) {
    const token = positions.token(...at(site));
    if (token === undefined) return 'Unexpected end of input';
    const [text, kind] = token;
    switch (kind) {
      case 'String':
        return 'Unexpected string';
      case 'Number':
        return 'Unexpected number';
      case 'Template':
        return 'Unexpected template string';
      case 'Name':
        if (text === 'import') return 'Cannot use import statement outside a module';
        return /^(?:export|return|if|else|for|while|do|switch|case|default|class|function|var|const|new|delete|typeof|void|in|instanceof|this|null|true|false|throw|try|catch|finally|with|break|continue|super|extends|enum|await|yield)$/.test(text)
          ? `Unexpected token '${text}'`
          : `Unexpected identifier '${text}'`;
      default:
        return `Unexpected token '${text}'`;
    }
  }

  const set = (error, message) =>
    Object.defineProperty(error, 'message', { __proto__: null, value: message, writable: true, enumerable: false, configurable: true });

  /** Called with each error the engine reports, before anybody sees it. */
  engine.translateMessage = (error, sites) => {
    const descriptor = Object.getOwnPropertyDescriptor(error, 'message');
    const message = descriptor?.value;
    if (typeof message !== 'string' || message.length === 0 || message.length > 200) return;
    for (const [pattern, text] of runtime) {
      const match = pattern.exec(message);
      if (match !== null) return void set(error, text(match, sites.find((site) => site.getFileName())));
    }
  };
  engine.translateSyntaxError = (error, site) => {
    const { message } = error;
    if (/^[A-Z](?!xpect)/.test(message) && !/^Unexpected/.test(message)) return;
    for (const [pattern, text] of syntax) {
      const match = pattern.exec(message);
      if (match !== null) return void set(error, text(match, positions.token(...at(site))?.[0]));
    }
    if (/^(?:unexpected|expect|.* expected$|invalid )/i.test(message)) set(error, unexpected(site));
  };
});
