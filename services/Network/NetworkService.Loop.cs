// The service net: frames, times, events.

using System;
using RustKernel.Services.Devices;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dhcp;
using RustKernel.Services.Internet.Dns;
using RustKernel.User;

namespace RustKernel.Services.Network;

/// <content>What happens between two messages.</content>
internal sealed partial class NetworkService
{
    private const string HostName = "rustkernel";

    // A locally administered address that no real card has: loopback's, as long as there is no driver.
    private const ulong LoopbackLink = 0x02_00_00_00_00_01;
    private const ulong MoreBit = 1ul << 61;
    private const int MostFramesAtOnce = 64;
    private const int MostRounds = 16;
    private const long OpenRetry = 1_000_000;
    private const long LongestOpenRetry = 64_000_000;

    private readonly byte[] _frame = new byte[14 + 1500];
    private readonly LostConnections _lost;
    private readonly EthernetLink? _link;
    private bool _isOpening;
    private bool _isGone;
    private bool _hasChanged;
    private long _openAt = long.MaxValue;
    private long _openRetry = OpenRetry;
    private bool _isConfigured;
    private bool _isResumed;
    private uint _linkStarts;
    private long _armedAt = long.MaxValue;
    private InterfaceConfiguration? _shown;
    private DhcpHold? _shownHold;

    private bool HasCard => _linkStarts != 0;

    /// <inheritdoc/>
    protected override void OnBits(ulong bits)
    {
        if ((bits & Supervision.EndedBit) != 0)
        {
            EndDead();
        }

        if ((bits & FrameRing.ChangedBit) != 0)
        {
            OpenLink();
        }

        _desk.OnBells(bits, StackClock.Now);
        Pump();
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge)
    {
        _armedAt = long.MaxValue;
        Pump();
    }

    /// <inheritdoc/>
    protected override void OnQuestion()
    {
        EndDead();
        Pump();
    }

    private ErrorCode Done(ErrorCode error)
    {
        Pump();
        return error;
    }

    // Does everything due now; if that is too much for one turn, continues after the waiting messages.
    private void Pump()
    {
        ReopenLink(StackClock.Now);
        bool hasMore = true;
        for (int round = 0; round < MostRounds && hasMore; round++)
        {
            long now = StackClock.Now;
            hasMore = ReceiveFrames(now);
            if (_stack.NextDeadline <= now)
            {
                _stack.Advance(now);
            }

            EndEchoes(now);
            _lost.Advance(now);
            hasMore |= SendFrames(now);
            TakeEvents(now);
            hasMore |= _link is not null && _link.Settle();
        }

        if (hasMore)
        {
            _ = Kernel.Notify(Port, MoreBit);
        }

        ShowConfiguration();
        Arm();
    }

    private bool ReceiveFrames(long now)
    {
        if (_link is null)
        {
            return false;
        }

        for (int i = 0; i < MostFramesAtOnce; i++)
        {
            if (!_link.TryReceive(out ReadOnlySpan<byte> frame, out FrameEntry entry))
            {
                return false;
            }

            _stack.Receive(frame, (FrameMarks)entry.Marks, now);
            _link.Release();
        }

        return true;
    }

    // True: there is more to send now. A device without room sends a notice when it has some.
    private bool SendFrames(long now)
    {
        bool isOpen = _link is { IsOpen: true };
        for (int i = 0; i < MostFramesAtOnce; i++)
        {
            // Without a driver, frames are dropped, except that loopback's come back.
            Span<byte> frame = isOpen ? _link!.Buffer : _frame;
            if (frame.IsEmpty)
            {
                return false;
            }

            OutgoingFrame next = _stack.Transmit(frame, now);
            if (next.Length == 0)
            {
                return _stack.HasMore;
            }

            if (isOpen)
            {
                _link!.Send(next.Length, next.ChecksumStart, next.ChecksumOffset);
            }
        }

        return true;
    }

    private void TakeEvents(long now)
    {
        _desk.TakeEvents(_others, now);
        foreach (InternetSocket socket in _others)
        {
            if (socket is DnsQuery { IsClosed: true, Tag: Question question } query)
            {
                query.Tag = null;
                Answer(query, question);
            }
        }

        _others.Clear();
    }

    private void EndEchoes(long now)
    {
        while (_echoes.NextDeadline <= now && _echoes.TryTakeOld(now, out Question? question))
        {
            AnswerEcho(question!, NetworkError.TimedOut, 0);
        }
    }

    private void Arm()
    {
        long next = Math.Min(Math.Min(_stack.NextDeadline, _echoes.NextDeadline), Math.Min(_lost.NextDeadline, _openAt));
        if (next < _armedAt && Kernel.TimerSet(_timer, StackClock.At(next), 0) == ErrorCode.None)
        {
            _armedAt = next;
        }
    }

    private void OpenLink()
    {
        // A notice that comes while the link opens may be from a driver that has started since.
        _hasChanged = _isOpening;
        if (_link is { IsOpen: false } && !_isOpening)
        {
            _isOpening = true;
            _openAt = long.MaxValue;
            _ = OpenLinkAsync(_link);
        }
    }

    // Opens the link again after an error, or after an impossible value of the driver, unless the driver will not start.
    private void ReopenLink(long now)
    {
        if (_link is not null && _openAt == long.MaxValue && HasCard && !_isOpening && !_isGone && !_link.IsSound)
        {
            OpenLater(now);
        }

        if (_openAt <= now)
        {
            OpenLink();
        }
    }

    private void OpenLater(long now)
    {
        _openAt = now + _openRetry;
        _openRetry = Math.Min(2 * _openRetry, LongestOpenRetry);
    }

    private async System.Threading.Tasks.Task OpenLinkAsync(EthernetLink link)
    {
        ErrorCode error = await link.OpenAsync();
        _isOpening = false;
        _isGone = error == ErrorCode.NotRunning;
        long now = StackClock.Now;
        if (error != ErrorCode.None)
        {
            // NotRunning: there is no card. But a notice that came in the meantime will not come again.
            if (!_isGone || _hasChanged)
            {
                OpenLater(now);
                _openAt = error == ErrorCode.ServerEnded ? now : _openAt;
                Arm();
            }

            return;
        }

        _openRetry = OpenRetry;
        EthernetDescription card = link.Description;
        _linkStarts++;
        _stack.SetCard(new LinkAddress(card.LinkAddress), card.HasTransmitChecksum, card.Mtu);
        if (_isConfigured)
        {
            _stack.LinkRestarted(now);
            _lost.LinkRestarted(now);
        }
        else
        {
            Configure(now);
        }

        Pump();
    }

    // When the first card appears, the address is the predecessor's, unless its lease has ended, or comes by DHCP.
    private void Configure(long now)
    {
        BeConfigured(now);
        if (_isResumed && KeptInterface.IsToBeKept(_stack))
        {
            _stack.Announce(now);
        }
        else
        {
            _stack.StartDhcp(HostName, null, now);
        }
    }

    private void BeConfigured(long now)
    {
        _isConfigured = true;
        _lost.Begin(now);
    }

    private void ShowConfiguration()
    {
        if (!_isConfigured)
        {
            return;
        }

        InterfaceConfiguration? configuration = _stack.Configuration;
        DhcpHold? held = _stack.Dhcp?.Held;
        if (ReferenceEquals(configuration, _shown) && held == _shownHold)
        {
            return;
        }

        _kept.Interface.Write(KeptInterface.IsToBeKept(_stack) ? configuration : null, held);
        string text = ManualSettings.TextOf(configuration);
        if (text != ManualSettings.TextOf(_shown))
        {
            Console.WriteLine($"net: {text}");
        }

        _shown = configuration;
        _shownHold = held;
    }
}
