// All cases, and how one is run.

using System;
using System.Collections.Generic;
using RustKernel.Hil.NetworkPeer.Cases;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>The cases, in their order.</summary>
internal static class ConformanceCases
{
    /// <summary>Every case.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. ArpCases.All(), .. IPv4Cases.All(), .. IcmpCases.All(), .. UdpCases.All(),
        .. OpenCases.All(), .. StateCases.All(), .. DataCases.All(),
        .. LossCases.All(), .. CloseCases.All(), .. AttackCases.All(),
        .. BulkCases.All(), .. MutationCases.All(), .. RestartCases.All(),
    ];

    /// <summary>Runs the case of that number in <see cref="All"/> on <paramref name="wire"/>.</summary>
    public static CaseResult Run(int number, IWire wire)
    {
        ConformanceCase one = All[number];
        string reason = "";
        try
        {
            CaseHost host = new(wire, Hosts.FirstCase + 1 + (uint)number);
            Require.That(host.Ask(Order.Reset), "the program on the machine cannot begin again");
            _ = host.Settle();
            one.Run(host);
        }
        catch (CaseException failure)
        {
            reason = failure.Message;
        }
        catch (Exception failure) when (failure is ArgumentException or IndexOutOfRangeException or InvalidOperationException)
        {
            // A frame shorter than what it says it has, or none where there ought to be some.
            reason = failure.ToString();
        }

        return new CaseResult(one.Group, one.Name, reason);
    }
}
