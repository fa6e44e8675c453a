using System;
using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>
/// A thread's port and its tasks. A service's loop and the tasks of its thread share the port, so the thread waits once for everything:
/// requests, notices, times, work of other threads.
/// </summary>
public sealed class LoopHost
{
    [ThreadStatic]
    private static LoopHost? t_current;

    private LoopHost()
    {
    }

    /// <summary>The host of the running thread.</summary>
    public static LoopHost Current => t_current ??= new LoopHost();

    /// <summary>The port, with the right to receive; 0: there is none yet.</summary>
    public Handle<Port> Port { get; internal set; }

    /// <summary>A service's loop runs the tasks, and gets the messages that are not theirs.</summary>
    public bool IsService { get; private set; }

    /// <summary>The thread's tasks; null while there are none. A program that awaits nothing contains none of their code.</summary>
    public LoopWork? Work { get; internal set; }

    /// <summary>
    /// A service's loop on the running thread waits at <paramref name="port"/>. InvalidOperationException: the thread's tasks already wait
    /// at another port.
    /// </summary>
    public static LoopHost Begin(Handle<Port> port)
    {
        LoopHost host = Current;
        host.Work?.Leave(host.Port);
        host.Port = port;
        host.IsService = true;
        return host;
    }
}
