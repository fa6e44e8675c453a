// The process: serves ICounter until it is ended. If it fails, Init restarts it, with nothing counted.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Counter;

internal sealed class CounterService : Service, ICounter
{
    private readonly Numbers _numbers = new();

    private CounterService() => Serve(new CounterDispatcher(this));

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block) => new CounterService().Run();

    public Result<ulong> Add(string name, ulong amount) => _numbers.Add(name, amount);

    public Result<ulong> Get(string name) => _numbers.TryGet(name, out ulong value) ? value : ErrorCode.NotFound;
}
