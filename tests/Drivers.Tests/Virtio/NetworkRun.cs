// A card and its driver between a wire and a client. All act at random.

using System;
using System.Collections.Generic;
using RustKernel.Services.Devices;
using RustKernel.Services.Ethernet;

namespace RustKernel.Drivers.Tests.Virtio;

/// <summary>
/// The client and the driver look only after a notice or an interrupt, so if one is lost, the run stands still.
/// </summary>
internal sealed class NetworkRun
{
    private const uint CardBytes = 20480;
    private readonly Random _random;
    private FrameConsumer<FakeDma> _received;
    private FrameProducer<FakeDma> _sent;
    private bool _isClientAwake;
    private int _toCome;
    private int _coming;
    private bool _isComing;

    internal NetworkRun(bool isCoherent, int seed)
    {
        _random = new Random(seed);
        Memory = new TwoViewMemory((int)(CardBytes + (2 * FrameRing.Bytes)), isCoherent, seed);
        Device = new FakeVirtioNetwork(Memory, seed) { Looked = Come };
        ReceiveRing = new FakeDma(Memory, CardBytes);
        SendRing = new FakeDma(Memory, CardBytes + FrameRing.Bytes);
        Card = new EthernetCard<FakeBus, FakeDma>(new FakeBus(Device), new FakeDma(Memory, 0), ReceiveRing, SendRing);
    }

    internal TwoViewMemory Memory { get; }

    internal FakeVirtioNetwork Device { get; }

    internal FakeDma ReceiveRing { get; }

    internal FakeDma SendRing { get; }

    internal EthernetCard<FakeBus, FakeDma> Card { get; }

    internal List<(FrameEntry Entry, byte[] Frame)> Came { get; } = [];

    /// <summary>Opens the card for a new client.</summary>
    internal ErrorCode Open()
    {
        ErrorCode error = Card.Open();
        _received = new FrameConsumer<FakeDma>(ReceiveRing);
        _sent = new FrameProducer<FakeDma>(SendRing);
        _isClientAwake = true;
        return error;
    }

    /// <summary>A frame whose bytes follow from its number.</summary>
    internal static byte[] Frame(int number)
    {
        byte[] frame = new byte[14 + (number * 37 % 1501)];
        new Random(number).NextBytes(frame);
        return frame;
    }

    /// <summary>
    /// Receives and sends <paramref name="count"/> frames each. Null: each came once, in order and with its bytes; otherwise the fault.
    /// </summary>
    internal string? Make(int count)
    {
        int from = Came.Count, begun = Device.Sent.Count, going = 0, idle = 0;
        (_toCome, _coming) = (count, 0);
        bool isDriverTold = false;
        while (Came.Count - from < count || Device.Sent.Count - begun < count)
        {
            int before = Came.Count + Device.Sent.Count + _coming + going;
            Come();
            Device.Work(_random.Next(4));
            Memory.ArriveSome();
            if (Device.InterruptLine || isDriverTold)
            {
                isDriverTold = false;
                if (Device.InterruptLine)
                {
                    _isClientAwake |= Card.TakeInterrupt();
                }

                EthernetWork work = Card.Work();
                _isClientAwake |= (work & EthernetWork.Tell) != 0;
                isDriverTold = (work & EthernetWork.Again) != 0;
            }

            if (_isClientAwake && RunClient(count, ref going, ref isDriverTold) is string wrong)
            {
                return wrong;
            }

            idle = before == Came.Count + Device.Sent.Count + _coming + going ? idle + 1 : 0;
            if (idle > 3000)
            {
                return $"nothing happens any more: {_coming} came and {Came.Count - from} arrived, {going} went and "
                    + $"{Device.Sent.Count - begun} were sent; the card has {Device.Buffers} buffers and {Device.Waiting} frames";
            }
        }

        return Compare(from, begun, count);
    }

    // Frames come at any time, which catches a driver that reads in another order than the card wrote.
    private void Come()
    {
        if (_isComing || _coming >= _toCome || _random.Next(3) != 0)
        {
            return;
        }

        // The card looks before it takes a buffer.
        _isComing = true;
        _coming += Device.Come(Frame(_coming)) ? 1 : 0;
        _isComing = false;
    }

    private string? RunClient(int count, ref int going, ref bool isDriverTold)
    {
        while (_random.Next(8) != 0)
        {
            Result<FrameEntry> taken = _received.Take();
            if (taken.Error == ErrorCode.Corrupt)
            {
                return "the driver's ring makes no sense";
            }

            if (!taken.IsOk)
            {
                break;
            }

            Came.Add((taken.Value, Bytes(ReceiveRing, taken.Value.Place, taken.Value.Length)));
            _received.Return(1);
        }

        Result<uint> room = _sent.Room();
        uint left = room.Value;
        while (going < count && left != 0 && _random.Next(8) != 0)
        {
            byte[] frame = Frame(going++);
            FrameEntry entry = new((ushort)_sent.NextBuffer, (ushort)FrameRing.FrameOffset, (ushort)frame.Length);
            for (int i = 0; i < frame.Length; i++)
            {
                SendRing.Write8(entry.Place + (uint)i, frame[i]);
            }

            _sent.Put(in entry);
            left--;
        }

        isDriverTold |= _received.Publish();
        isDriverTold |= _sent.Publish();
        _isClientAwake = _received.WantFrames() || (going < count && (left != 0 || _sent.WantRoom(32)));
        return null;
    }

    internal static byte[] Bytes(FakeDma memory, uint place, int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = memory.Read8(place + (uint)i);
        }

        return bytes;
    }

    private string? Compare(int from, int begun, int count)
    {
        List<string> sent = [];
        for (int i = 0; i < count; i++)
        {
            byte[] frame = Frame(i);
            if (!Came[from + i].Frame.AsSpan().SequenceEqual(frame))
            {
                return $"frame {i} is not what came";
            }

            sent.Add(Convert.ToHexString(Padded(frame)));
        }

        // The card sends in an order of its own; the driver gives it each frame once.
        foreach ((byte[] header, byte[] frame) in Device.Sent.GetRange(begun, count))
        {
            if (!sent.Remove(Convert.ToHexString(frame)) || header.AsSpan().IndexOfAnyExcept((byte)0) >= 0)
            {
                return "a frame was sent that was not to be, or twice, or with another header";
            }
        }

        return null;
    }

    private static byte[] Padded(byte[] frame) => frame.Length >= 60 ? frame : [.. frame, .. new byte[60 - frame.Length]];
}
