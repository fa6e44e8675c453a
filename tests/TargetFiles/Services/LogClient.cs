// Replaces the generated one.

using RustKernel.User;

namespace RustKernel.Services;

internal sealed class LogClient(Handle<Port> port) : ILog
{
    public ulong TimeoutTicks { get; set; }

    public ErrorCode Read(ulong position, out byte[] text, out ulong next)
    {
        (text, next) = ([], position);
        if (Kernel.Find(port.Value) is not LogText log || log.Fails())
        {
            return ErrorCode.ServerEnded;
        }

        text = log.Read(position, out next);
        return ErrorCode.None;
    }
}
