// Suite syscall: the calling convention.

namespace RustKernel.User.SelfTest;

internal static class SyscallTests
{
    internal static void Run(int test)
    {
        switch (test)
        {
            case 0:
                Checks.Ok(Kernel.Call(SystemCall.Null));
                break;
            case 1:
                Checks.Error(ErrorCode.NotSupported, Kernel.Call((SystemCall)60));
                Checks.Error(ErrorCode.NotSupported, Kernel.Call((SystemCall)0x8000_0000));
                break;
            case 2:
                RegistersKept();
                break;
            case 3:
                Checks.Equal(0, NativeCode.LeakedSimd((ulong)SystemCall.Null));
                Checks.Equal(0, NativeCode.LeakedSimd((ulong)SystemCall.Yield));
                Checks.Equal(0, NativeCode.LeakedSimd((ulong)SystemCall.SystemInfo));
                break;
            case 4:
                Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.DebugWrite, 57));
                Checks.Ok(Kernel.Call(SystemCall.DebugWrite, 0));
                break;
            default:
                Checks.That(Kernel.SystemInfo(SystemItem.CounterHz) > 0);
                Checks.That(Kernel.SystemInfo(SystemItem.TotalFrames) > Kernel.SystemInfo(SystemItem.FreeFrames));
                Checks.Error(ErrorCode.InvalidArgument, Kernel.Call(SystemCall.SystemInfo, 1000));
                break;
        }
    }

    // Through calls that stay and through one during which others run.
    private static void RegistersKept()
    {
        Checks.Equal(0, NativeCode.CheckRegisters(0x1111_2222, (ulong)SystemCall.Null, 0));
        _ = World.StartThread(Jobs.AddOne);
        Checks.Equal(0, NativeCode.CheckRegisters(0x3333_4444, (ulong)SystemCall.Yield, 0));
        _ = World.StartThread(Jobs.AddOne);
        Checks.Equal(0, NativeCode.CheckRegisters(0x5555_6666, (ulong)SystemCall.Sleep, World.In(20)));
        World.WaitForJobs(2);
        Checks.Equal(2, Jobs.Count);
    }
}
