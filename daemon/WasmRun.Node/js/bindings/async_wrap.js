// Async ids and the stack of execution contexts. (src/async_wrap.cc, AsyncHooks in src/env.cc)
(function (binding, native, host) {
  const { async_hook_fields: fields, async_id_fields: ids, async_ids_stack: stack, execution_async_resources: resources, constants } = binding;
  const { kStackLength, kExecutionAsyncId, kTriggerAsyncId, kAsyncIdCounter, kDefaultTriggerAsyncId, kCheck } = constants;
  const overflow = [];
  fields.fill(0);
  ids.fill(0);
  fields[kCheck] = 1;
  ids[kAsyncIdCounter] = 1;
  ids[kDefaultTriggerAsyncId] = -1;
  ids[kExecutionAsyncId] = 1;
  resources.length = 0;
  let promiseHooks = [undefined, undefined, undefined, undefined];

  function pop() {
    const depth = --fields[kStackLength];
    if (depth * 2 >= stack.length) {
      [ids[kExecutionAsyncId], ids[kTriggerAsyncId]] = overflow.pop();
    } else {
      ids[kExecutionAsyncId] = stack[2 * depth];
      ids[kTriggerAsyncId] = stack[2 * depth + 1];
    }
    if (resources.length > depth) resources.length = depth;
    return depth > 0;
  }

  return {
    setupHooks(hooks) {
      host.asyncHooks = hooks;
    },
    setCallbackTrampoline() {},
    pushAsyncContext(asyncId, triggerId) {
      const depth = fields[kStackLength]++;
      if (depth * 2 >= stack.length) overflow.push([ids[kExecutionAsyncId], ids[kTriggerAsyncId]]);
      else {
        stack[2 * depth] = ids[kExecutionAsyncId];
        stack[2 * depth + 1] = ids[kTriggerAsyncId];
      }
      ids[kExecutionAsyncId] = asyncId;
      ids[kTriggerAsyncId] = triggerId;
    },
    popAsyncContext: () => (fields[kStackLength] === 0 ? false : pop()),
    executionAsyncResource: () => undefined,
    clearAsyncIdStack() {
      ids[kExecutionAsyncId] = ids[kTriggerAsyncId] = 0;
      fields[kStackLength] = 0;
      overflow.length = 0;
      resources.length = 0;
    },
    queueDestroyAsyncId() {},
    registerDestroyHook() {},
    setPromiseHooks(...hooks) {
      promiseHooks = hooks;
    },
    getPromiseHooks: () => promiseHooks,
  };
});
