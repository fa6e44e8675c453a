// Suite services, fourth part: programs that are not in the boot archive.

using RustKernel.SelfTests;
using RustKernel.Services.Programs;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("services", 180, NeedsServices = true, Part = 3)]
internal static partial class LoadTests
{
    // The tester's manifest lets it have the port of a service of this name, which the archive does not have.
    private const string Name = "nobody";
    private const ulong PageBytes = 4096;

    [Test("program_that_asks_for_more")]
    private static void AsksForMore()
    {
        int services = Services();
        string[] greedy = ["uses=shell", "uses=*", "may=power", "machine=console", "drives=arm,pl011", "priority=19", "keep=1"];
        foreach (string line in greedy)
        {
            Check.Equal((ulong)ErrorCode.AccessDenied, (ulong)Load("memory=1M\n" + line, out _));
        }

        Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)Load("wish=1", out _));
        Check.Equal((ulong)ErrorCode.OutOfMemory, (ulong)Load("memory=4000M", out _));
        Check.Ok(Load("memory=1M\nuses=console\nmay=manage\nmachine=log\npriority=18", out int number));
        Check.That(World.State(number).IsRunning);
        Check.Equal((ulong)services + 1, (ulong)Services());
    }

    // Init fails and returns: the program continues, and Init knows its owner and where to report its end.
    [Test("program_outlives_init")]
    private static void OutlivesInit()
    {
        Check.Ok(Load("memory=1M", out int number));
        CalculatorClient program = new(InitClient.PortOf(Name)) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        Check.Equal(42, program.Add(20, 22).Value);
        uint restarts = World.State(World.Find("init")).Restarts;
        Check.Equal((ulong)ErrorCode.ServerEnded, (ulong)InitClient.Command("init", ServiceCommand.Crash));
        Check.Equal(restarts + 1, World.State(World.Find("init")).Restarts);
        Check.Equal(43, program.Add(20, 23).Value);
        ServiceState state = World.State(number);
        Check.That(state.IsRunning && state.Name == Name && state.Restarts == 0);
        Check.Ok(InitClient.Connect(Name, out _));

        // Its end is reported to the tester; then nothing starts it, and its place is free for another.
        Check.Ok(InitClient.Command(Name, ServiceCommand.Kill));
        Message message = default;
        Check.Ok(Kernel.Receive(Own.Port, Own.In(World.LongestMilliseconds), ref message));
        Check.Equal(Supervision.EndedBit, message.Words[0]);
        Check.Equal((ulong)ErrorCode.NotRunning, (ulong)program.Add(1, 2).Error);
        Check.Ok(Load("memory=1M", out int again));
        Check.Equal((ulong)number, (ulong)again);
        Check.Equal((ulong)ErrorCode.NotFound, (ulong)program.Add(1, 2).Error);
    }

    private static int Services()
    {
        int count = 0;
        while (InitClient.Describe(count) is not null)
        {
            count++;
        }

        return count;
    }

    // The calculator under another name.
    private static ErrorCode Load(string manifest, out int number)
    {
        Check.Ok(BootArchive.Find("calculator", out ulong offset, out ulong bytes));
        Check.Ok(MappedMemory.Create((bytes + PageBytes - 1) & ~(PageBytes - 1), out MappedMemory? memory));
        BootArchive.Part(offset, bytes).CopyTo(memory!.Bytes);
        memory.Dispose();
        Check.Ok(Kernel.PortCreate(1, out Handle<Port> input));
        Check.Ok(Kernel.PortCreate(1, out Handle<Port> output));
        ErrorCode error = InitClient.Load(
            new ProgramStart
            {
                Name = Name,
                Manifest = manifest,
                Arguments = "",
                Bytes = bytes,
                Memory = memory.Handle,
                Input = input,
                Output = output,
            },
            out uint place);
        number = (int)place;
        return error;
    }
}
