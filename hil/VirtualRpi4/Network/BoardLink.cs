// The board's network cable.

using System;
using System.Collections.Generic;
using RustKernel.Flash.Ethernet;
using RustKernel.Hil.VirtualRpi4.Faults;

namespace RustKernel.Hil.VirtualRpi4.Network;

/// <summary>Frames to and from the lab; some of them are lost, doubled or late if such a fault is set. Not thread-safe.</summary>
public sealed class BoardLink : IFrameLink, IDisposable
{
    private static readonly TimeSpan s_late = TimeSpan.FromMilliseconds(20);
    private readonly QemuDatagramLink _wire;
    private readonly FaultList _faults;
    private readonly Random _random;
    private readonly Queue<byte[]> _arrived = new();
    private readonly byte[] _buffer = new byte[65536];
    private readonly OtherDhcpServer? _other;
    private byte[]? _lateOut;
    private byte[]? _lateIn;

    /// <summary>A cable over <paramref name="wire"/>, which it owns.</summary>
    public BoardLink(QemuDatagramLink wire, FaultList faults, int seed)
    {
        _wire = wire;
        _faults = faults;
        _random = new Random(seed);
        _other = faults.Has("second-dhcp") ? new OtherDhcpServer(_arrived.Enqueue) : null;
    }

    /// <summary>True when a cable is plugged in.</summary>
    public bool IsUp => !_faults.Has("no-link");

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> frame)
    {
        if (!IsUp)
        {
            return;
        }

        _other?.Take(frame);
        foreach (byte[] sent in Disturb(frame.ToArray(), ref _lateOut))
        {
            _wire.Send(sent);
        }
    }

    /// <summary>Waits for a frame at most <paramref name="limit"/>; empty when none came.</summary>
    public ReadOnlyMemory<byte> Receive(TimeSpan limit)
    {
        if (_arrived.Count == 0)
        {
            bool holdsLate = _lateIn is not null || _lateOut is not null;
            int length = _wire.Receive(_buffer, holdsLate && s_late < limit ? s_late : limit);
            if (length == 0 && holdsLate)
            {
                return ReleaseLate();
            }

            if (length == 0 || !IsUp)
            {
                return default;
            }

            foreach (byte[] received in Disturb(_buffer[..length], ref _lateIn))
            {
                _arrived.Enqueue(received);
            }
        }

        return _arrived.TryDequeue(out byte[]? frame) ? frame : default(ReadOnlyMemory<byte>);
    }

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    /// <summary>In a protocol of question and answer, no next frame comes that a late one could follow; late is not lost.</summary>
    private ReadOnlyMemory<byte> ReleaseLate()
    {
        if (_lateOut is not null)
        {
            _wire.Send(_lateOut);
        }

        byte[]? frame = _lateIn;
        _lateOut = _lateIn = null;
        return frame;
    }

    /// <summary>
    /// What a frame becomes: nothing, itself, itself twice, or itself after the next one (or after 20 ms); a third of the faults each.
    /// </summary>
    private List<byte[]> Disturb(byte[] frame, ref byte[]? late)
    {
        List<byte[]> frames = [frame];
        if (_faults.Number("bad-network") is { } percent && _random.Next(100) < percent)
        {
            switch (_random.Next(3))
            {
                case 0:
                    frames.Clear();
                    break;
                case 1:
                    frames.Add(frame);
                    break;
                case 2 when late is null:
                    late = frame;
                    return [];
            }
        }

        if (late is not null)
        {
            frames.Add(late);
        }

        late = null;
        return frames;
    }
}
