// What a service's loop knows of the tasks of its thread.

using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>The tasks of a thread as a service's loop runs them.</summary>
public abstract class LoopWork
{
    /// <summary>The bit at the port that says: another thread has queued work.</summary>
    public const ulong WorkBit = 1ul << 62;

    /// <summary>
    /// From now on it waits elsewhere. InvalidOperationException: <paramref name="port"/>, where it waited, may have been given out.
    /// </summary>
    public abstract void Leave(Handle<Port> port);

    /// <summary>Something can be done now, or messages are held. From the loop's own thread.</summary>
    public abstract bool IsReady { get; }

    /// <summary>
    /// Does what is ready. The result says until when the loop may wait for messages; Now: there is more to do.
    /// </summary>
    public abstract Deadline Run();

    /// <summary>A message came. True: it was for a task; false: it is the service's, less <see cref="WorkBit"/>.</summary>
    public abstract bool Take(ref Message message);

    /// <summary>The first of the service's messages that came while a task was waited for without awaiting it. False: none did.</summary>
    public abstract bool TakeHeld(ref Message message);
}
