// What a thread does.

namespace System.Threading;

public delegate void ParameterizedThreadStart(object? obj);
