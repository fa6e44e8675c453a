// A call in flight while its thread does other things: a thread of the pool waits for it.

using System.Threading.Tasks;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>A request whose reply the caller awaits. Used by generated code; the same as in our own programs, on .NET's tasks.</summary>
public sealed class ServiceCall
{
    private readonly Caller _caller;

    internal ServiceCall(Handle<Port> server, ulong timeoutTicks) => _caller = new Caller(server) { TimeoutTicks = timeoutTicks };

    /// <summary>The words of the message.</summary>
    public ref Message.WordTable Words => ref _caller.Words;

    /// <summary>Arguments, and afterwards results, if they are more than a few numbers.</summary>
    public Payload Payload => _caller.Payload;

    /// <summary>Sends a handle along.</summary>
    public void Carry(AnyHandle handle) => _caller.Take(handle);

    /// <summary>A handle that came with the reply.</summary>
    public AnyHandle Taken(int index) => _caller.Give(index);

    /// <summary>Sends the words. The task ends with the operation's error, or with None when that many words came back.</summary>
    public Task<ErrorCode> SendWords(uint label, uint words, uint results) => Task.Run(() => _caller.CallWords(label, words, results));

    /// <summary>The same with the contents of <see cref="Payload"/>, which then holds the results.</summary>
    public Task<ErrorCode> Send(uint label, bool mayReplyLong, int handles) =>
        Task.Run(() => _caller.CallPayload(label, mayReplyLong, handles));

    /// <summary>Corrupt if the results are malformed.</summary>
    public ErrorCode Finish() => _caller.End();

    // The ordinary client, for one call.
    private sealed class Caller : ServiceClient
    {
        internal Caller(Handle<Port> server)
            : base(server) => Payload = Begin();

        internal ref Message.WordTable Words => ref MessageWords;

        internal Payload Payload { get; }

        internal void Take(AnyHandle handle) => Carry(handle);

        internal AnyHandle Give(int index) => Taken(index);

        internal ErrorCode CallWords(uint label, uint words, uint results) => InvokeWords(label, words, results);

        internal ErrorCode CallPayload(uint label, bool mayReplyLong, int handles) => Invoke(label, mayReplyLong, handles);

        internal ErrorCode End() => Finish(ErrorCode.None);
    }
}
