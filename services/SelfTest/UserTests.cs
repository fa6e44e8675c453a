// The tests that run at EL0: names by suite and number. Compiled into the kernel, which reports them, and into the program that has them.

using System;

namespace RustKernel.User.SelfTest;

/// <summary>Suites and tests. The numbers are what the program is started with.</summary>
internal static class UserTests
{
    internal const int SuiteCount = 7;
    internal const int Process = 0;
    internal const int Syscall = 1;
    internal const int Ipc = 2;
    internal const int Sched = 3;
    internal const int Faults = 4;
    internal const int Handles = 5;
    internal const int Hostile = 6;

    /// <summary>What a program is started with for a test, in its first argument: suite in bits 31:16, test in bits 15:0.</summary>
    internal static ulong Argument(int suite, int test) => ((ulong)suite << 16) | (uint)test;

    internal static ReadOnlySpan<byte> SuiteName(int suite) => suite switch
    {
        Process => "process"u8,
        Syscall => "syscall"u8,
        Ipc => "ipc"u8,
        Sched => "sched"u8,
        Faults => "faults"u8,
        Handles => "handles"u8,
        _ => "hostile"u8,
    };

    internal static ReadOnlySpan<byte> TestNames(int suite) => suite switch
    {
        Process => "starts exits spawns kills memory_isolated quota_frames lifetimes never_started"u8,
        Syscall => "null unknown_number registers_kept simd_scrubbed debug_write system_info fixed_memory"u8,
        Ipc => "call_reply words badge handles_move queue_order queue_full deadline notification no_receiver server_dies port_destroyed timer"u8,
        Sched => "yield priority round_robin sleep suspend registers exit"u8,
        Faults => "unmapped read_only execute undefined breakpoint privileged kernel_address upcall fault_port stack_overflow pager own_handler"u8,
        Handles => "invalid rights duplicate close transfer_right generations bomb"u8,
        _ => "calls fork_bomb handle_bomb message_flood memory_hog lifetimes pairs"u8,
    };

    internal static int TestCount(int suite) => Count(TestNames(suite));

    internal static ReadOnlySpan<byte> TestName(int suite, int test) => Name(TestNames(suite), test);

    /// <summary>How many names there are between spaces.</summary>
    internal static int Count(ReadOnlySpan<byte> names)
    {
        int count = 1;
        for (int i = 0; i < names.Length; i++)
        {
            count += names[i] == (byte)' ' ? 1 : 0;
        }

        return count;
    }

    /// <summary>Name <paramref name="test"/> of them.</summary>
    internal static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> names, int test)
    {
        int start = 0;
        for (int i = 0; i <= names.Length; i++)
        {
            if (i < names.Length && names[i] != (byte)' ')
            {
                continue;
            }

            if (test-- == 0)
            {
                return names.Slice(start, i - start);
            }

            start = i + 1;
        }

        return default;
    }
}
