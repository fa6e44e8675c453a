// What a thread does.

namespace System.Threading;

public delegate void ThreadStart();
