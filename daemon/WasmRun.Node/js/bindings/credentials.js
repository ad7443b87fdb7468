// (src/node_credentials.cc) Every program runs as the one user of its sandbox.
(function (binding, native, host) {
  const id = 1000;
  const denied = (call) => () => {
    const error = new Error(`EPERM: operation not permitted, ${call}`);
    error.code = 'EPERM';
    throw error;
  };
  return {
    implementsPosixCredentials: true,
    safeGetenv: (name) => host.environment[name],
    getTempDir: () => (host.environment.TMPDIR || host.environment.TMP || host.environment.TEMP || '/tmp').replace(/(.)\/$/, '$1'),
    getuid: () => id,
    geteuid: () => id,
    getgid: () => id,
    getegid: () => id,
    getgroups: () => [id],
    initgroups: denied('initgroups'),
    setgroups: denied('setgroups'),
    setegid: denied('setegid'),
    seteuid: denied('seteuid'),
    setgid: denied('setgid'),
    setuid: denied('setuid'),
  };
});
