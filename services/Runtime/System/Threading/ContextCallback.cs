// The callback of ExecutionContext.Run.

namespace System.Threading;

public delegate void ContextCallback(object? state);
