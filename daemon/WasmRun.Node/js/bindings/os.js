// (src/node_os.cc)
(function (binding, native, host) {
  return {
    getHostname: native.hostname,
    getHomeDirectory: () => host.environment.HOME || '/home/user',
    getOSInformation: () => ['Linux', '#1 wasmrun', '6.1.0', 'x86_64'],
    getCPUs: () => ['wasmrun', 0, 0, 0, 0, 0, 0],
    getFreeMem: () => native.memory()[1],
    getTotalMem: () => native.memory()[0],
    getUptime: native.uptime,
    getLoadAvg(averages) {
      averages.fill(0);
    },
    getInterfaceAddresses: () => ['lo', '127.0.0.1', '255.0.0.0', 'IPv4', '00:00:00:00:00:00', true, -1],
    getAvailableParallelism: () => 1,
    getUserInfo: (options) => {
      const home = host.environment.HOME || '/home/user';
      const user = { uid: 1000, gid: 1000, username: 'user', homedir: home, shell: '/bin/sh' };
      if (options?.encoding === 'buffer') {
        const { Buffer } = host.loaders.require('buffer');
        for (const key of ['username', 'homedir', 'shell']) user[key] = Buffer.from(user[key]);
      }
      return user;
    },
    getPriority: () => 0,
    setPriority: () => 0,
    isBigEndian: false,
  };
});
