// A task that was started with a state.

namespace System.Threading.Tasks;

internal sealed class StateTask(object? state) : Task
{
    private protected override object? State => state;
}
