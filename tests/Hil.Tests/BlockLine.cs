using System;
using System.Collections.Generic;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Hil.Tests;

/// <summary>Both ends of the block protocol, with a line at 115200 baud between them that echoes, loses, damages and adds bytes.</summary>
internal sealed class BlockLine
{
    private const int BytesPerMillisecond = 11;
    private const long MostMilliseconds = 400_000;
    private readonly Random _random;
    private readonly Queue<byte> _toReceiver = new();
    private readonly Queue<byte> _toSender = new();

    public BlockLine(int seed) => _random = new Random(seed);

    /// <summary>How many of a thousand bytes are lost; the same number are damaged.</summary>
    public double PerMille { get; init; }

    /// <summary>Each end also hears itself.</summary>
    public bool Echoes { get; init; }

    /// <summary>Others write text in between, to the sender.</summary>
    public bool HasOthers { get; init; }

    /// <summary>From this moment nothing passes.</summary>
    public long CutAt { get; init; } = long.MaxValue;

    public long Milliseconds { get; private set; }

    public int Bytes { get; private set; }

    /// <summary>Runs both ends until they are done.</summary>
    public void Run(BlockSender sender, BlockReceiver receiver)
    {
        byte[] frame = new byte[BlockFrame.MostBytes];
        while (!(sender.IsOver && receiver.IsOver) && Milliseconds < MostMilliseconds)
        {
            Put(receiver.Answer(frame, Milliseconds), frame, _toSender, _toReceiver);
            for (int count = sender.Next(frame, Milliseconds); count > 0; count = sender.Next(frame, Milliseconds))
            {
                Put(count, frame, _toReceiver, _toSender);
            }

            for (int i = 0; i < BytesPerMillisecond; i++)
            {
                Move(_toReceiver, value => receiver.Feed(value, Milliseconds));
                Move(_toSender, value => sender.Feed(value, Milliseconds));
                Put(receiver.Answer(frame, Milliseconds), frame, _toSender, _toReceiver);
            }

            Milliseconds++;
        }
    }

    private void Put(int count, byte[] frame, Queue<byte> there, Queue<byte> back)
    {
        for (int i = 0; i < count; i++)
        {
            Pass(frame[i], there);
            if (Echoes)
            {
                Pass(frame[i], back);
            }
        }

        Bytes += count;
        if (count > 0 && HasOthers && _random.Next(4) == 0)
        {
            foreach (char letter in "\r\u001b[Kinit: ~something} has ended\r\nrk> ")
            {
                Pass((byte)letter, _toSender);
            }
        }
    }

    private void Pass(byte value, Queue<byte> queue)
    {
        if (Milliseconds >= CutAt || _random.NextDouble() * 1000 < PerMille)
        {
            return;
        }

        queue.Enqueue(_random.NextDouble() * 1000 < PerMille ? (byte)_random.Next(256) : value);
    }

    private static void Move(Queue<byte> queue, Action<byte> take)
    {
        if (queue.Count > 0)
        {
            take(queue.Dequeue());
        }
    }
}
