// Where Log starts: with the ring that its predecessor left, or an empty one.

using System.Runtime;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Log;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = SharedMemory.OpenOrCreate("ring", LogRing.MemoryBytes, out MappedMemory? memory);
        if (memory is null)
        {
            return (ulong)error;
        }

        LogService log = new(new LogRing(memory));
        error = log.Begin();
        return error == ErrorCode.None ? log.Run() : (ulong)error;
    }
}
