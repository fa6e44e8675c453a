// The example of docs/SERVICES.md: a service that adds and divides, and ends when it is asked to divide by zero.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Calculator;

internal sealed class CalculatorService : Service
{
    private ulong _answers;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block) => new CalculatorService().Run();

    protected override bool OnCall(uint operation, ulong badge, ref Message message)
    {
        switch (operation)
        {
            case 1:
                message.Words[0] += message.Words[1];
                break;
            case 2:
                // Division by zero throws; nobody catches it here, so the process ends and the caller gets InvalidState.
                message.Words[0] /= message.Words[1];
                break;
            default:
                return Answer(ref message, ErrorCode.NotSupported);
        }

        message.Words[1] = ++_answers;
        return Answer(ref message, ErrorCode.None, words: 2);
    }
}
