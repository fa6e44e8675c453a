// Where log and journal start, each with its predecessor's shared memory.

using System.Runtime;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Log;

internal static class Program
{
    // argument= in journal.service.
    private const uint OfJournal = 1;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        if (Own.Argument == OfJournal)
        {
            return RunJournal();
        }

        ErrorCode error = SharedMemory.OpenOrCreate("ring", LogRing.MemoryBytes, out MappedMemory? memory);
        if (memory is null)
        {
            return (ulong)error;
        }

        LogService log = new(new LogRing(memory));
        error = log.Begin();
        return error == ErrorCode.None ? log.Run() : (ulong)error;
    }

    private static ulong RunJournal()
    {
        ErrorCode error = SharedMemory.OpenOrCreate("state", Journal.MemoryBytes, out MappedMemory? memory);
        if (memory is null)
        {
            return (ulong)error;
        }

        Journal journal = new(memory);
        error = journal.Begin();
        return error == ErrorCode.None ? journal.Run() : (ulong)error;
    }
}
