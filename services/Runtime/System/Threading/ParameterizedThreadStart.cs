// The code of a thread.

namespace System.Threading;

public delegate void ParameterizedThreadStart(object? obj);
