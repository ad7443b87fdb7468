// Classes and jobs around the native algorithms: Bindings/Crypto. What is not here throws that it is not available. (src/crypto)
(function (binding, native, host) {
  const { hidden } = host;
  const kNumber = host.native.engine.privateSymbol('crypto handle');
  const kState = host.native.engine.privateSymbol('crypto state');
  const { kCryptoJobSync, kCryptoJobWebCrypto, kKeyTypeSecret } = binding;

  // What a program forgets is given back when its object is collected.
  const forgottenHashes = new FinalizationRegistry((number) => native.dropHash(number));
  const forgottenHmacs = new FinalizationRegistry((number) => native.dropHmac(number));

  const withCode = (error, code) => Object.assign(error, { code });
  const invalidDigest = (name) => withCode(new TypeError(`Invalid digest: ${name}`), 'ERR_CRYPTO_INVALID_DIGEST');
  const invalidLength = () => withCode(new RangeError('Invalid key length'), 'ERR_CRYPTO_INVALID_KEYLEN');
  const opensslError = (number, reason, code) =>
    Object.assign(new Error(`error:${number}:digital envelope routines::${reason}`), { library: 'digital envelope routines', reason, code });
  const notExtendable = () => opensslError('030000B2', 'not XOF or invalid length', 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH');
  const overLimit = () => opensslError('030000AC', 'memory limit exceeded', 'ERR_OSSL_EVP_MEMORY_LIMIT_EXCEEDED');

  /** A digest as the caller wants it: hex comes as a string already. */
  const encoded = (digest, encoding) => {
    if (typeof digest === 'string') return digest;
    const buffer = host.asBuffer(digest);
    return encoding === undefined || encoding === 'buffer' || encoding === '' ? buffer : buffer.toString(encoding);
  };

  // ---- keys
  class KeyObjectHandle {
    init(type, data) {
      if (type !== kKeyTypeSecret) {
        throw withCode(new Error('Asymmetric keys are not available in wasmrun'), 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM');
      }
      const view = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
      hidden(this, kState, view.slice());
    }
    getKeyType() {
      return kKeyTypeSecret;
    }
    getSymmetricKeySize() {
      return this[kState].length;
    }
    export() {
      return host.asBuffer(this[kState].slice());
    }
    exportJwk(target) {
      target.kty = 'oct';
      target.k = host.asBuffer(this[kState]).toString('base64url');
      return target;
    }
    equals(other) {
      const [mine, others] = [this[kState], other[kState]];
      return mine.length === others.length && native.equalBytes(mine, others);
    }
  }
  /** The bytes of a key that may be a handle. */
  const bytesOf = (key) => key[kState] ?? key;

  // ---- hashes
  class Hash {
    constructor(algorithm, outputLength) {
      const isCopy = algorithm instanceof Hash;
      const number = isCopy ? native.copyHash(algorithm[kNumber]) : native.createHash(algorithm);
      if (number === undefined) throw new Error('Digest method not supported');
      const size = isCopy ? algorithm[kState].size : native.hashInfo(algorithm);
      forgottenHashes.register(this, number);
      hidden(this, kNumber, number);
      if (outputLength !== undefined && outputLength !== size && size > 0) throw notExtendable();
      hidden(this, kState, { size, length: outputLength ?? Math.abs(size) });
    }
    update(data, encoding) {
      return native.updateHash(this[kNumber], data, encoding);
    }
    digest(encoding) {
      const state = this[kState];
      state.digest ??= native.digestHash(this[kNumber], state.length, encoding);
      return encoded(state.digest, encoding);
    }
  }
  class Hmac {
    init(algorithm, key) {
      const number = native.createHmac(algorithm, bytesOf(key));
      if (number === undefined) throw invalidDigest(algorithm);
      forgottenHmacs.register(this, number);
      hidden(this, kNumber, number);
    }
    update(data, encoding) {
      return native.updateHmac(this[kNumber], data, encoding);
    }
    digest(encoding) {
      return encoded(native.digestHmac(this[kNumber], encoding), encoding);
    }
  }
  function oneShotDigest(algorithm, id, cache, input, encoding, encodingId, outputLength) {
    if (outputLength === undefined || outputLength === native.hashInfo(algorithm)) {
      const digest = native.hash(algorithm, input, encoding);
      if (digest === undefined) throw opensslError('0308010C', 'unsupported', 'ERR_OSSL_EVP_UNSUPPORTED');
      return encoded(digest, encoding);
    }
    if (native.hashInfo(algorithm) > 0) {
      throw new Error(`Output length ${outputLength} is invalid for ${algorithm}, which does not support XOF`);
    }
    const hash = new Hash(algorithm, outputLength);
    hash.update(input);
    return hash.digest(encoding);
  }

  // ---- jobs: the arguments are checked when a job is made, the work is done by run()
  const makeJob = (name, prepare) => {
    const Original = binding[name];
    return {
      [name]: class extends Object.getPrototypeOf(Original) {
        constructor(mode, ...args) {
          super();
          hidden(this, kState, { mode, work: prepare(...args) });
        }
        run() {
          const { mode, work } = this[kState];
          const attempt = () => {
            try {
              return [undefined, work()];
            } catch (error) {
              return [error, undefined];
            }
          };
          if (mode === kCryptoJobSync) return attempt();
          if (mode === kCryptoJobWebCrypto) {
            return new Promise((resolve, reject) => {
              host.native.messaging.later(() => {
                const [error, result] = attempt();
                if (error === undefined) resolve(result);
                else reject(operationError(error));
              });
            });
          }
          host.native.messaging.later(() => {
            const [error, result] = attempt();
            this.ondone(error, result);
          });
          return undefined;
        }
      },
    }[name];
  };
  const operationError = (cause) => {
    const { lazyDOMException } = host.loaders.require('internal/util');
    return lazyDOMException('The operation failed for an operation-specific reason', { name: 'OperationError', cause });
  };
  const requireDigest = (name) => {
    if (native.hashInfo(name) === undefined) throw invalidDigest(name);
  };
  const copyOf = (data) => {
    const bytes = bytesOf(data);
    return ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice() : new Uint8Array(bytes).slice();
  };

  const jobs = {
    RandomBytesJob: (buffer, offset, size) => () => native.randomFill(buffer, offset, size),
    PBKDF2Job(password, salt, iterations, length, digest) {
      requireDigest(digest);
      const [secret, grain] = [copyOf(password), copyOf(salt)];
      return () => {
        if (length === 0) throw new Error('Deriving bits failed');
        return native.pbkdf2(secret, grain, iterations, length, digest);
      };
    },
    HKDFJob(digest, key, salt, info, length) {
      requireDigest(digest);
      if (length > 255 * Math.abs(native.hashInfo(digest))) throw invalidLength();
      const [secret, grain, context] = [copyOf(key), copyOf(salt), copyOf(info)];
      return () => native.hkdf(digest, secret, grain, context, length);
    },
    ScryptJob(password, salt, cost, blockSize, parallelization, maxMemory, length) {
      const outcome = native.checkScrypt(cost, blockSize, parallelization, maxMemory);
      if (outcome !== 0) {
        const message = outcome === 1 ? 'Invalid scrypt params' : `Invalid scrypt params: ${overLimit().message}`;
        throw withCode(new RangeError(message), 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS');
      }
      const [secret, grain] = [copyOf(password), copyOf(salt)];
      return () => native.scrypt(secret, grain, cost, blockSize, parallelization, length);
    },
    HashJob(algorithm, data, bits) {
      const input = copyOf(data);
      return () => {
        const hash = new Hash(algorithm, bits === undefined ? undefined : bits / 8);
        hash.update(input);
        const digest = hash.digest();
        return digest.buffer.slice(digest.byteOffset, digest.byteOffset + digest.byteLength);
      };
    },
    HmacJob(mode, algorithm, key, data, signature) {
      const [secret, input] = [copyOf(key), copyOf(data)];
      const expected = signature === undefined ? undefined : copyOf(signature);
      return () => {
        const hmac = new Hmac();
        hmac.init(algorithm, secret);
        hmac.update(input);
        const code = hmac.digest();
        if (mode === binding.kSignJobModeVerify) return code.length === expected.length && native.equalBytes(code, expected);
        return code.buffer.slice(code.byteOffset, code.byteOffset + code.byteLength);
      };
    },
    SecretKeyGenJob: (bits) => () => {
      const bytes = new Uint8Array(Math.floor(bits / 8));
      native.randomFill(bytes, 0, bytes.length);
      const handle = new KeyObjectHandle();
      handle.init(kKeyTypeSecret, bytes);
      return handle;
    },
  };
  const jobClasses = {};
  for (const name of Object.keys(jobs)) jobClasses[name] = makeJob(name, jobs[name]);

  const invalidThis = (name) => withCode(new TypeError(`Value of "this" must be of type ${name}`), 'ERR_INVALID_THIS');
  const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer || Object.prototype.toString.call(value) === '[object SharedArrayBuffer]';
  const kKey = host.native.engine.privateSymbol('key');

  return {
    Hash,
    Hmac,
    KeyObjectHandle,
    oneShotDigest,
    ...jobClasses,
    getHashes: native.getHashes,
    getCachedAliases: () => ({}),
    getCiphers: () => [],
    getCurves: () => [],
    getSSLCiphers: () => [],
    getFipsCrypto: () => 0,
    setFipsCrypto() {},
    testFipsCrypto: () => false,
    secureHeapUsed: () => 0,
    secureBuffer: (size) => new Uint8Array(size),
    getOpenSSLSecLevelCrypto: () => 1,
    getCipherInfo: () => undefined,
    getBundledRootCertificates: () => [],
    getSystemCACertificates: () => [],
    getExtraCACertificates: () => [],
    getUserRootCertificates: () => [],
    startLoadingCertificatesOffThread() {},
    getCertificateCompressionAlgorithms: () => [],
    timingSafeEqual(first, second) {
      for (const [index, value] of [first, second].entries()) {
        if (!isBytes(value)) {
          throw withCode(
            new TypeError(`The "buf${index + 1}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`),
            'ERR_INVALID_ARG_TYPE',
          );
        }
      }
      if (first.byteLength !== second.byteLength) {
        throw withCode(new RangeError('Input buffers must have the same byte length'), 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH');
      }
      return native.equalBytes(first, second);
    },
    createNativeKeyObjectClass(make) {
      class NativeKeyObject {
        constructor(handle) {
          hidden(this, kKey, handle);
        }
      }
      return make(NativeKeyObject);
    },
    getKeyObjectSlots(key) {
      const handle = key[kKey];
      if (!(handle instanceof KeyObjectHandle)) throw invalidThis('KeyObject');
      return [handle.getKeyType(), handle];
    },
    createCryptoKeyClass(make) {
      class NativeCryptoKey {
        constructor(handle, algorithm, usages, extractable) {
          hidden(this, kKey, [handle.getKeyType(), extractable, algorithm, usages, handle]);
        }
      }
      return make(NativeCryptoKey);
    },
    getCryptoKeySlots(key) {
      const slots = key[kKey];
      if (!Array.isArray(slots)) throw invalidThis('CryptoKey');
      return slots.slice();
    },
  };
});
