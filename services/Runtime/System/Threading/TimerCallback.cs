// The callback of a timer.

namespace System.Threading;

public delegate void TimerCallback(object? state);
