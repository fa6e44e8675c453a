// The tests of the runtime: names by suite and number. Compiled into the kernel, which reports them, and into the program that has them.

using System;

namespace RustKernel.RuntimeTest;

/// <summary>Suites and tests. The numbers are what the program is started with.</summary>
internal static class RuntimeTests
{
    internal const int SuiteCount = 6;
    internal const int Runtime = 0;
    internal const int Exceptions = 1;
    internal const int Collector = 2;
    internal const int Services = 3;
    internal const int Async = 4;

    /// <summary>Not part of <c>test=all</c>: it takes minutes.</summary>
    internal const int Soak = 5;

    internal static ReadOnlySpan<byte> SuiteName(int suite) => suite switch
    {
        Runtime => "runtime"u8,
        Exceptions => "exceptions"u8,
        Collector => "gc"u8,
        Services => "interfaces"u8,
        Async => "async"u8,
        _ => "gcsoak"u8,
    };

    internal static ReadOnlySpan<byte> TestNames(int suite) => suite switch
    {
        Runtime => "classes strings list dictionary lambdas interfaces iterators boxing arrays statics sorting queue_stack threads locks wait_pulse thread_statics thread_exceptions sets sequences times bytes memory random days formats numbers groups"u8,
        Exceptions => "catch finally filter rethrow nested runtime_errors null_reference throw_in_finally throw_in_filter deep leaf_faults handlers cost"u8,
        Collector => "keeps frees large cycles stress out_of_memory allocation_cost collection_cost threads"u8,
        Services => "hello values long handles errors malformed deferred repeated cost"u8,
        Soak => "ten_gigabytes"u8,
        _ => "basics delay when_all exceptions nested blocking cancel value_task threads many messages"u8,
    };
}
