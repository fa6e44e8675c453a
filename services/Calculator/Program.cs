// The example of docs/SERVICES.md: a service that adds and divides, and ends when it is asked to divide by zero.

using System;
using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Calculator;

internal sealed class CalculatorService : Service, ICalculator
{
    private CalculatorService() => Serve(new CalculatorDispatcher(this));

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block) => new CalculatorService().Run();

    public Result<ulong> Add(ulong a, ulong b) => a + b;

    public Result<ulong> Divide(ulong a, ulong b)
    {
        if (b == 0)
        {
            // An exception would be the caller's error, and no more.
            Environment.FailFast("calculator: division by zero");
        }

        return a / b;
    }
}
