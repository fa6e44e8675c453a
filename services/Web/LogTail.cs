using RustKernel.Services.Web.Pages;

namespace RustKernel.Services.Web;

/// <summary>The end of the log. Keeps its position, so that it asks Log only for new lines.</summary>
internal sealed class LogTail
{
    private const int MostBytes = 8 * 1024;
    private const ulong AnswerMilliseconds = 1000;
    private readonly LogClient _log = new(InitClient.PortOf("log")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private readonly TextTail _tail = new(MostBytes);
    private ulong _position;

    /// <summary>The last lines; if Log does not answer, the earlier ones.</summary>
    internal string Read()
    {
        while (_log.Read(_position, out byte[] more, out ulong next) == ErrorCode.None && more.Length > 0)
        {
            _tail.Add(more);
            _position = next;
        }

        return _tail.Text;
    }
}
