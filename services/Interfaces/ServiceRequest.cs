// One request as a dispatcher sees it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Arguments, handles and the place for the results. Used by generated code.</summary>
public sealed class ServiceRequest
{
    private HandleList _handles;

    internal ServiceRequest()
    {
    }

    /// <summary>The operation's number.</summary>
    public uint Operation { get; private set; }

    /// <summary>The arguments.</summary>
    public Payload Arguments { get; } = new();

    /// <summary>Where the results go.</summary>
    public ServiceReply Reply { get; } = new();

    /// <summary>The implementation took the reply over.</summary>
    public bool IsDeferred { get; private set; }

    internal ulong Badge { get; private set; }

    internal ulong Token { get; private set; }

    internal ulong Memory { get; private set; }

    /// <summary>
    /// All arguments were read, nothing is left, and that many handles came. False: the request is
    /// malformed, answer InvalidArgument.
    /// </summary>
    public bool IsWellFormed(int handles) => Arguments.IsComplete && _handles.Count == handles;

    /// <summary>Handle <paramref name="index"/>; the implementation's from now on.</summary>
    public Handle Take(int index) => new(_handles[index]);

    /// <summary>After all handles were taken.</summary>
    public void Taken() => _handles.Clear();

    /// <summary>Takes a message. InvalidArgument, or an error of the caller's memory object: malformed.</summary>
    internal ErrorCode Load(ref Message message)
    {
        MessageInfo info = new(message.Info);
        Badge = message.DeadlineOrBadge;
        Token = message.Token;
        Memory = 0;
        IsDeferred = false;
        Operation = info.Label & ServiceLabel.OperationMask;
        _handles.Load(in message);
        bool isLong = (info.Label & ServiceLabel.IsLong) != 0;
        bool hasObject = (info.Label & ServiceLabel.HasObject) != 0;
        if ((info.Label & ServiceLabel.Reserved) != 0 || (isLong && (!hasObject || info.Words != 1)) || (hasObject && _handles.Count == 0))
        {
            return ErrorCode.InvalidArgument;
        }

        Memory = hasObject ? _handles.RemoveLast() : 0;
        if (!isLong)
        {
            Arguments.Load(ref message);
            return ErrorCode.None;
        }

        return Arguments.Load(Memory, message.Words[0]) == ErrorCode.None ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    /// <summary>Closes what nobody took.</summary>
    internal void CloseHandles() => _handles.Close();

    internal PendingReply Defer()
    {
        IsDeferred = true;
        return new PendingReply(Token, Memory);
    }
}
