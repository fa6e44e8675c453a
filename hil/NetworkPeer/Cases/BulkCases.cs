// Many bytes over a bad wire, in both directions.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>Streams go to the echo port with a tenth of all frames lost and a tenth late, and come back the same way.</summary>
internal static class BulkCases
{
    private const long QuietLimit = 120_000_000;
    private const long SayEvery = 8_000_000;
    private const int Streams = 4;
    private const int PartBytes = 4096;

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        yield return new("transfer", "rfc9293.3.8-256-kib-each-way-with-loss-and-reordering", host => Transfer(host, 1 << 18, 1));
        yield return new("transfer_long", "rfc9293.3.8-64-mib-each-way-with-loss-and-reordering", host => Transfer(host, 64 << 20, 2))
        {
            IsLong = true,
        };
    }

    private static void Transfer(CaseHost host, int bytes, int seed)
    {
        LossyHost lossy = new(host.Wire, host.Address, seed);
        for (int i = 0; i < Streams; i++)
        {
            lossy.Connect(Hosts.EchoPort);
        }

        long quiet = host.Wire.Now;
        long said = quiet;
        while (lossy.Streams.Any(stream => stream.Received < bytes / Streams))
        {
            lossy.Work();
            if (lossy.Streams.Count(stream => Move(stream, bytes / Streams)) > 0)
            {
                quiet = host.Wire.Now;
            }

            int done = lossy.Streams.Sum(stream => stream.Received);
            Require.That(host.Wire.Now - quiet < QuietLimit, $"nothing comes any more after {done} bytes");
            if (host.Wire.Now - said > SayEvery)
            {
                // Frames that come to the host during the call below are lost to the connections, as on a lossy wire.
                said = host.Wire.Now;
                host.Say($"{done} bytes have come back");
            }
        }

        Require.That(lossy.Lost > bytes / 1460 / 10, $"{lossy.Lost} frames were lost");
        foreach (LossyStream stream in lossy.Streams)
        {
            stream.Connection.Abort(host.Wire.Now);
        }

        lossy.Work();
    }

    // Puts in what there is room for, and compares what came; true: something did.
    private static bool Move(LossyStream stream, int bytes)
    {
        Require.That(!stream.Connection.IsClosed, $"a connection ended after {stream.Received} bytes: {stream.Connection.Error}");
        Span<byte> part = stackalloc byte[PartBytes];
        int count = Math.Min(part.Length, bytes - stream.Sent);
        for (int i = 0; i < count; i++)
        {
            part[i] = Byte(stream.Sent + i);
        }

        stream.Sent += stream.Send.Write(part[..count]);
        count = stream.Receive.Read(part);
        for (int i = 0; i < count; i++)
        {
            Require.That(part[i] == Byte(stream.Received + i), "a byte is another one");
        }

        stream.Received += count;
        return count > 0;
    }

    private static byte Byte(int position) => (byte)((position * 31) ^ (position >> 8) ^ (position >> 16));
}
