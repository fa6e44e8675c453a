// Where Init starts: the first time, or again in the same process after it failed.

using System.Runtime;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = MappedMemory.Open(new(block.Extra), isWritable: true, out MappedMemory? memory);
        if (error != ErrorCode.None || memory is null)
        {
            return (ulong)error;
        }

        KeptState kept = new(memory);
        Handle<Port> port = kept.Port;
        Handle<Timer> timer = kept.Timer;
        if (!kept.IsUsed)
        {
            error = Kernel.PortCreate(InitService.QueueLength, out port);
            if (error == ErrorCode.None)
            {
                error = Kernel.TimerCreate(port, Badge.None, out timer);
            }

            if (error != ErrorCode.None)
            {
                return (ulong)error;
            }
        }

        InitService init = new(port, kept);
        error = init.Start(timer);
        return error == ErrorCode.None ? init.Run() : (ulong)error;
    }
}
