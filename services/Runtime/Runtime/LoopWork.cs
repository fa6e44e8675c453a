using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>The tasks of a thread, as a service's loop runs them.</summary>
public abstract class LoopWork
{
    /// <summary>The bit at the port for work queued by another thread.</summary>
    public const ulong WorkBit = 1ul << 62;

    /// <summary>
    /// From now on it waits elsewhere. InvalidOperationException: <paramref name="port"/>, where it has waited, may have been given out.
    /// </summary>
    public abstract void Leave(Handle<Port> port);

    /// <summary>Something can be done now, or messages are held. Only from the loop's own thread.</summary>
    public abstract bool IsReady { get; }

    /// <summary>Does what is ready. Returns how long the loop may wait for messages; Now: there is more to do.</summary>
    public abstract Deadline Run();

    /// <summary>Takes a message. True: it was for a task; false: it belongs to the service, without <see cref="WorkBit"/>.</summary>
    public abstract bool Take(ref Message message);

    /// <summary>The first message for the service that came while it waited for a task without awaiting it. False: none did.</summary>
    public abstract bool TakeHeld(ref Message message);
}
