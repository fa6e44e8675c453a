// What a timer calls.

namespace System.Threading;

public delegate void TimerCallback(object? state);
