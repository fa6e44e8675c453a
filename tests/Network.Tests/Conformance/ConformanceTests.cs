// The peer's cases on the stack in this process.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.NetworkPeer.Rig;
using Xunit;

namespace RustKernel.Network.Tests.Conformance;

/// <summary>
/// Each case of suite network, in virtual time with a machine of its own. The same cases go to the board (EndToEnd.Tests).
/// </summary>
public sealed class ConformanceTests
{
    public static TheoryData<int, string> Cases()
    {
        TheoryData<int, string> cases = [];
        for (int i = 0; i < ConformanceCases.All.Count; i++)
        {
            if (ConformanceCases.All[i] is { NeedsServices: false } one && (!one.IsLong || one.Group == "mutated_long"))
            {
                cases.Add(i, one.Name);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_host_does_what_is_written(int number, string name)
    {
        CaseResult result = ConformanceCases.Run(number, new VirtualWire((ulong)number + 1));
        Assert.True(result.Reason.Length == 0, $"{name}: {result.Reason}");
    }

    [Fact]
    public void A_machine_that_says_nothing_fails_every_case()
    {
        Assert.All(
            Enumerable.Range(0, ConformanceCases.All.Count),
            number => Assert.NotEqual("", ConformanceCases.Run(number, new DeadWire()).Reason));
    }

    // The rig's peer and its sockets, with a machine in this process instead of QEMU.
    [Fact]
    public void The_rigs_peer_plays_a_group_over_sockets_and_says_how_each_case_ended()
    {
        string folder = Directory.CreateTempSubdirectory("rk-peer-").FullName;
        try
        {
            List<CaseResult> results = [];
            using SuitePeer peer = new(Path.Combine(folder, "w"), results.Add);
            using DatagramMachine machine = new(Path.Combine(folder, "w"));
            (uint cases, uint failed) = machine.Play("tcp_close", TimeSpan.FromMinutes(5));
            Assert.Equal(0u, failed);
            Assert.Equal(ConformanceCases.All.Count(one => one.Group == "tcp_close"), (int)cases);
            Assert.Equal(results.Select(result => result.Name + ": ok"), machine.Said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void There_are_two_hundred_cases_with_names_of_their_own()
    {
        Assert.Equal(ConformanceCases.All.Count, ConformanceCases.All.Select(one => one.Name).Distinct().Count());
        Assert.InRange(ConformanceCases.All.Count, 380, int.MaxValue);
    }

    // Nothing arrives; time passes.
    private sealed class DeadWire : IWire
    {
        public long Now { get; private set; }

        public bool IsExact => true;

        public void Send(ReadOnlySpan<byte> frame)
        {
        }

        public Frame? Next(long within)
        {
            Now += within;
            return null;
        }
    }
}
