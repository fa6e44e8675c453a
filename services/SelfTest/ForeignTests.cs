// Suite foreign: code whose system calls and faults are served by a personality in the same process (Personality.S).

using System.Runtime.InteropServices;
using RustKernel.SelfTests;

namespace RustKernel.User.SelfTest;

[Suite("foreign", 115)]
internal static unsafe partial class ForeignTests
{
    private const ulong Blocks = 0x2100_0000;
    private const ulong BlockBytes = 256;

    // The blocks' page, and the memory that the personality touches first in an upcall: at most 16 pages for each thread.
    private const ulong MemoryBytes = 4096 + (Threads << 16);
    private const ulong Rounds = 200;
    private const ulong Seed = 0x5EED_0000_0000;
    private const int Threads = 4;

    // Calls of foreign code in one round; a third kind ends it.
    private const ulong CallsPerRound = 2;
    private const ulong Faults = 2;

    /// <summary>A foreign thread's block; Personality.S knows the layout.</summary>
    [StructLayout(LayoutKind.Sequential, Size = (int)BlockBytes)]
    private struct Block
    {
        internal ulong Seed;
        internal ulong Bad;
        internal ulong Rounds;
        internal ulong Calls;
        internal ulong Done;
        internal ulong X17;
        internal ulong FaultPC;
        internal ulong FaultX16;
        internal ulong FaultClass;
        internal ulong FaultSyndrome;
        internal ulong FaultAddress;
        internal ulong Faults;
    }

    // SAFETY: the test has mapped a page of blocks; a thread's number is below Threads.
    private static ref Block At(int thread) => ref *(Block*)(Blocks + ((ulong)thread * BlockBytes));

    [Test("calls_and_faults_keep_registers")]
    private static void One()
    {
        Prepare();
        Start(0, NativeCode.ForeignEntry(), isForeign: true);
        Finish(0);
    }

    // Threads on all CPUs, each with its own block, under random interrupts.
    [Test("threads_have_their_own_blocks")]
    private static void Several()
    {
        Prepare();
        for (int i = 0; i < Threads; i++)
        {
            Start(i, i % 2 == 0 ? NativeCode.ForeignEntry() : NativeCode.BecomeForeign(), isForeign: i % 2 == 0);
        }

        for (int i = 0; i < Threads; i++)
        {
            Finish(i);
        }
    }

    [Test("only_foreign_threads_are_served")]
    private static void Own()
    {
        Checks.Ok(NativeCode.NullWithImmediate());
        Handle<Thread> thread = World.Thread(Jobs.AddOne);
        Checks.Error(ErrorCode.InvalidState, Kernel.ThreadSetForeign(thread, Blocks));
        Prepare();
        Checks.Error(ErrorCode.InvalidState, Kernel.ProcessSetPersonality(NativeCode.Personality(), 4096));
        Checks.Error(ErrorCode.InvalidState, Kernel.UpcallReturn());
        Checks.Error(ErrorCode.InvalidState, Kernel.UpcallRedirect(0, 0));
        Checks.Error(ErrorCode.InvalidState, Kernel.UpcallInfo(default, out _));
        Checks.Ok(Kernel.ThreadStart(thread));
        World.WaitForJobs(1);
        Checks.Equal(1, Jobs.Count);
    }

    [Test("a_thread_names_itself")]
    private static void Self()
    {
        Checks.Ok(Kernel.ThreadSelf(out Handle<Thread> self));
        Checks.Error(ErrorCode.InvalidArgument, Kernel.ThreadSuspend(self));
        Checks.Ok(Kernel.ThreadInfo(self, out ThreadInfoResults info));
        Checks.Equal(World.OwnPriority, info.Priority);
        Checks.Ok(Kernel.HandleClose(self));
    }

    private static void Prepare()
    {
        _ = World.Memory(Blocks, MemoryBytes);
        ulong start = NativeCode.Personality();
        Checks.Ok(Kernel.ProcessSetPersonality(start, NativeCode.PersonalityEnd() - start));
    }

    private static void Start(int thread, ulong entry, bool isForeign)
    {
        ref Block block = ref At(thread);
        block.Seed = Seed + ((ulong)thread << 56);
        block.Rounds = Rounds;
        ulong address = Blocks + ((ulong)thread * BlockBytes);
        Checks.Ok(Kernel.ThreadCreate(default, entry, address, address, World.OwnPriority - 1, 0, out Handle<Thread> handle));
        if (isForeign)
        {
            Checks.Ok(Kernel.ThreadSetForeign(handle, address));
        }

        Checks.Ok(Kernel.ThreadStart(handle));
        Checks.Ok(Kernel.HandleClose(handle));
    }

    private static void Finish(int thread)
    {
        Deadline end = World.In(10_000);
        while (System.Threading.Volatile.Read(ref At(thread).Done) == 0 && Kernel.ReadCounter() < end.Ticks)
        {
            _ = Kernel.Sleep(World.In(1));
        }

        ref Block block = ref At(thread);
        ulong seed = Seed + ((ulong)thread << 56) + (Rounds * 0x123);
        Checks.Equal(1, block.Done);
        Checks.Equal(0, block.Bad);
        Checks.Equal((Rounds * CallsPerRound) + 1, block.Calls);
        Checks.Equal(Faults, block.Faults);

        // The last fault: a load from the seed.
        Checks.Equal((ulong)FaultClass.Unmapped, block.FaultClass);
        Checks.Equal(seed, block.FaultAddress);
        Checks.Equal(seed + 16, block.FaultX16);
        Checks.That(block.FaultPC > NativeCode.ForeignEntry() && block.FaultPC < NativeCode.ForeignEntry() + 16384);
        Checks.Equal(0x24, block.FaultSyndrome >> 26);
    }
}
