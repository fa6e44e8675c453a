// The tests of services: names by suite and number. Compiled into the kernel, which reports them, and into the tester, which has them.

using System;

namespace RustKernel.Services.Tests;

/// <summary>Suites and tests. Init is started with suite in bits 15:8 and test in bits 7:0, plus one.</summary>
internal static class ServiceTests
{
    internal const int SuiteCount = 3;
    internal const int Services = 0;
    internal const int Drivers = 1;
    internal const int Restart = 2;

    /// <summary>The test of suite services during which the kernel counts instructions.</summary>
    internal const int Prompt = 0;

    /// <summary>The first test of suite services in which somebody misbehaves.</summary>
    internal const int FirstOffence = 17;

    internal static ReadOnlySpan<byte> SuiteName(int suite) => suite switch
    {
        Services => "services"u8,
        Drivers => "drivers"u8,
        _ => "restart"u8,
    };

    internal static ReadOnlySpan<byte> TestNames(int suite) => suite switch
    {
        Services => "prompt names described started_on_demand killed queue_waits forged_order forged_handles flood memory_in_use memory_shared memory_refused memory_limits memory_paged memory_waits log_reads log_stays offender_floods offender_sets_bits offender_sends_handles offender_calls offender_forges offender_maps offender_touches offender_hoards offender_loops offender_falls_silent offender_withholds offender_paints"u8,
        Drivers => "devices_listed claim_denied console_writes console_fails devices_fail"u8,
        _ => "in_flight calculator_50 console_50 devices_50 shell_50 init_50 cost watchdog memory_50 log_50 silent_init"u8,
    };
}
