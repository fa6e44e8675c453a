// A client of the system's services in real .NET: services/Hello or a similar one, and the calculator, which ends and is started again.

using RustKernel;
using RustKernel.Services;
using RustKernel.User;

internal static class ClientProgram
{
    internal static async Task Main()
    {
        HelloClient hello = new(InitClient.PortOf("hello")) { TimeoutTicks = Own.Ticks(60_000) };
        Console.WriteLine(hello.Greet("World").Value);
        Console.WriteLine(hello.Greet(new string('ä', 1500)).Value.Length);
        Console.WriteLine(hello.Greet("").Error);
        Console.WriteLine((await hello.GreetAsync("later")).Value);
        Console.WriteLine($"{hello.Count(out uint greetings)} {greetings}");

        CalculatorClient calculator = new(InitClient.PortOf("calculator")) { TimeoutTicks = Own.Ticks(60_000) };
        Console.WriteLine(calculator.Add(20, 22).Value);
        ShelfClient shelf = new(calculator.Port) { TimeoutTicks = Own.Ticks(60_000) };
        Console.WriteLine(shelf.Keep(7).Value);
        Console.WriteLine(calculator.Divide(1, 0).Error);
        Console.WriteLine(shelf.Keep(8).Value);
        Console.WriteLine(calculator.Add(ulong.MaxValue, 2).Value);
        Task<Result<ulong>>[] many = [.. Enumerable.Range(0, 8).Select(i =>
            new CalculatorClient(calculator.Port) { TimeoutTicks = Own.Ticks(60_000) }.AddAsync((ulong)i, 1))];
        Console.WriteLine(string.Join(' ', (await Task.WhenAll(many)).Select(sum => sum.Value)));
        Console.WriteLine(InitClient.Connect("shell", out _));
        Console.WriteLine(new CalculatorClient(new Handle<Port>(0x7FFF)).Add(1, 2).Error);

        // The kernel's objects directly: a port of its own, a badge, a deadline, memory by copy.
        Kernel.PortCreate(4, out Handle<Port> port);
        Kernel.HandleDuplicate(port, Rights.Send | Rights.Transfer, new Badge(5), out Handle<Port> sender);
        Message message = new() { Info = new MessageInfo(77, 2, 0, MessageKind.Send) };
        message.Words[0] = 1;
        message.Words[1] = ulong.MaxValue;
        Console.WriteLine(Kernel.Send(sender, Deadline.Now, in message));
        Message received = default;
        Console.WriteLine($"{Kernel.Receive(port, Deadline.Never, ref received)} {received.Badge.Value} {received.Info.Label} "
            + $"{received.Words[1]:x}");
        Console.WriteLine(Kernel.Receive(port, Own.In(5), ref received));
        Kernel.MemoryCreate(8192, out Handle<Memory> memory);
        RegisterWords words = new(42);
        Console.WriteLine($"{Kernel.MemoryWrite(memory, 4096, in words)} {Kernel.MemoryRead(memory, 4096, out RegisterWords read)} "
            + $"{read[0]} {read[1]}");
        Console.WriteLine(Kernel.MemoryRead(memory, 9000, out _));
        SharedBytes.UseFiles();
        SharedBytes.UseServer(shelf);
    }
}
