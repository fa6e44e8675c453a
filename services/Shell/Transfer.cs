using System;
using RustKernel.Services.Shell.Blocks;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>
/// A transfer over the serial line, while it lasts: keys go to the receiver instead of the line editor, and its answers to the terminal.
/// </summary>
internal sealed class Transfer
{
    private const ulong TickMilliseconds = 250;
    private readonly Terminal _terminal;
    private readonly Handle<Timer> _timer;
    private readonly BlockReceiver _receiver;
    private readonly byte[] _line = new byte[BlockFrame.MostBytes];

    internal Transfer(Terminal terminal, Handle<Timer> timer, BlockSink sink)
    {
        _terminal = terminal;
        _timer = timer;
        _receiver = new BlockReceiver(sink);
        _ = Kernel.TimerSet(timer, Own.In(TickMilliseconds), Own.Ticks(TickMilliseconds));
        Answer();
    }

    /// <summary>Its state.</summary>
    internal TransferState State => _receiver.State;

    /// <summary>The offer that was received.</summary>
    internal BlockOffer? Offer => _receiver.Offer;

    /// <summary>Why it failed, for a person.</summary>
    internal string Reason => State == TransferState.TimedOut ? "nothing came for 5 s" : _receiver.Reason;

    /// <summary>Takes received bytes; true: the transfer is over.</summary>
    internal bool Take(ReadOnlySpan<byte> keys)
    {
        foreach (byte key in keys)
        {
            _receiver.Feed(key, (long)Own.Milliseconds);
        }

        return Answer();
    }

    /// <summary>Sends the answer that is due; true: the transfer is over.</summary>
    internal bool Answer()
    {
        int count = _receiver.Answer(_line, (long)Own.Milliseconds);
        if (count > 0)
        {
            _ = _terminal.Write(new ReadOnlySpan<byte>(_line, 0, count));
        }

        if (_receiver.IsOver)
        {
            _ = Kernel.TimerCancel(_timer);
        }

        return _receiver.IsOver;
    }
}
