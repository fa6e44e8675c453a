// The peer that the rig gives a machine: it answers ARP and, when suite network calls, tries a group of cases.

using System;
using System.Buffers.Binary;
using System.Text;
using System.Threading;

namespace RustKernel.Hil.NetworkPeer.Rig;

/// <summary>A thread at the other end of a machine's wire, from its start until it is disposed of.</summary>
public sealed class SuitePeer : IDisposable
{
    /// <summary>The address that the machine's card must have.</summary>
    public const string MachineLink = "02:00:00:00:00:02";

    private const int CallBytes = 8;
    private const int MostLine = 900;
    private const long CaseMicroseconds = 25_000;
    private const long LimitsMicroseconds = 1_100_000;
    private readonly DatagramWire _wire;
    private readonly Action<CaseResult> _record;
    private readonly Thread _thread;
    private ulong _lastCall;

    /// <summary>A peer at <paramref name="path"/>, as <c>--net dgram:</c> has it; <paramref name="record"/> gets each result.</summary>
    public SuitePeer(string path, Action<CaseResult> record)
    {
        _wire = new DatagramWire(path);
        _record = record;
        _thread = new Thread(Serve) { IsBackground = true, Name = "network peer" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wire.IsOver = true;
        _thread.Join();
        _wire.Dispose();
    }

    private void Serve()
    {
        CaseHost router = new(_wire, Hosts.PeerAddress);
        while (!_wire.IsOver)
        {
            if (router.Next(0) is { IsUdp: true, DestinationPort: Hosts.PeerPort, Data.Length: > CallBytes } call)
            {
                ulong number = BinaryPrimitives.ReadUInt64LittleEndian(call.Data);
                if (number != _lastCall)
                {
                    _lastCall = number;
                    Play(router, Encoding.ASCII.GetString(call.Data.AsSpan(CallBytes)));
                }
            }
        }
    }

    // A host challenges and reports errors only so many times a second: a case that came too early would see nothing where it ought to.
    private static void LetRest(long microseconds)
    {
        if (microseconds > 0)
        {
            Thread.Sleep(TimeSpan.FromMicroseconds(microseconds));
        }
    }

    private void Play(CaseHost router, string group)
    {
        uint cases = 0;
        uint failed = 0;
        try
        {
            for (int i = 0; i < ConformanceCases.All.Count && !_wire.IsOver; i++)
            {
                if (ConformanceCases.All[i].Group != group)
                {
                    continue;
                }

                long begin = _wire.Now;
                CaseResult result = ConformanceCases.Run(i, _wire);
                cases++;
                failed += result.Reason.Length == 0 ? 0u : 1;
                _record(result);
                string line = result.Reason.Length == 0 ? $"{result.Name}: ok" : $"{result.Name}: FAILED: {result.Reason}";
                LetRest(ConformanceCases.All[i].UsesUpLimits ? LimitsMicroseconds : begin + CaseMicroseconds - _wire.Now);
                router.Say(line.Length > MostLine ? line[..MostLine] : line);
            }

            byte[] count = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(count, cases);
            _ = router.Ask(Order.Done, failed, count);
        }
        catch (CaseException)
        {
            // The machine has ended, or receives nothing: its own deadline reports that.
        }
    }
}
