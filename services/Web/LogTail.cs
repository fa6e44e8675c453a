// The end of the log.

using System;
using System.Text;

namespace RustKernel.Services.Web;

/// <summary>Keeps its place, so that Log is asked for what is new.</summary>
internal sealed class LogTail
{
    private const int MostCharacters = 8 * 1024;
    private const ulong AnswerMilliseconds = 1000;
    private readonly LogClient _log = new(InitClient.PortOf("log")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private string _text = "";
    private ulong _position;

    /// <summary>The last lines; older ones if Log gives no answer.</summary>
    internal string Read()
    {
        StringBuilder text = new(_text);
        while (_log.Read(_position, out byte[] more, out ulong next) == ErrorCode.None && more.Length > 0)
        {
            _ = text.Append(Encoding.UTF8.GetString(more));
            _position = next;
        }

        string all = text.ToString();
        int from = Math.Max(all.Length - MostCharacters, 0);
        from = from == 0 ? 0 : all.IndexOf('\n', from) + 1;
        _text = all[from..];
        return _text;
    }
}
