// A request that is answered later.

namespace RustKernel.Services;

/// <summary>
/// Who waits for the reply. Complete it once, with the generated <c>Complete…</c> of the
/// operation's dispatcher; a request never completed makes its caller wait.
/// </summary>
public readonly struct PendingReply
{
    internal PendingReply(ulong token, ulong memory)
    {
        Token = token;
        Memory = memory;
    }

    /// <summary>The kernel's token.</summary>
    internal ulong Token { get; }

    /// <summary>The caller's memory object for long results; 0 none.</summary>
    internal ulong Memory { get; }

    /// <summary>Answers with an error and no results.</summary>
    public void Fail(ErrorCode error)
    {
        ServiceReply reply = new();
        reply.Begin();
        reply.Complete(this, error);
    }
}
