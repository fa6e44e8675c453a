// One connection: requests one after the other, each answered before the next is read.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Services.Web.Http;

/// <summary>Reads bytes, never lines: the bytes after a request's end belong to the next request.</summary>
internal sealed class HttpConnection(
    Socket socket, IHttpSite site, HttpTraffic traffic, HttpTimes times, Func<DateTime?> clock, Action<HttpConnection> waits)
{
    private static readonly string[] s_known = ["POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    private readonly byte[] _received = new byte[HttpLimits.HeadBytes];
    private HeadScanner _scanner;
    private int _count;
    private bool _isEnded;

    /// <summary>It waits for a request, and no byte of it has come.</summary>
    internal bool IsIdle { get; private set; } = true;

    /// <summary>Ends the connection at once.</summary>
    internal void End()
    {
        _isEnded = true;
        socket.Dispose();
    }

    /// <summary>Serves until one side ends the connection. Throws nothing: a client's faults end only its own connection.</summary>
    internal async Task Serve()
    {
        try
        {
            socket.NoDelay = true;
            bool goesOn = true;
            while (goesOn)
            {
                goesOn = await ServeOne();
            }

            await Close();
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The client left, was too slow, or had to give way; or a file became shorter after the head was sent.
            Reset();
        }
        finally
        {
            socket.Dispose();
        }
    }

    private void Reset()
    {
        if (!_isEnded)
        {
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    // False: there is no next request.
    private async Task<bool> ServeOne()
    {
        HttpStatus refusal = await ReadHead();
        if (refusal == 0)
        {
            HttpRequest? request = RequestParser.Parse(_received.AsSpan(0, _scanner.Bytes), out refusal);
            if (request is not null)
            {
                Drop(_scanner.Bytes);
                return await Serve(request);
            }
        }

        if (refusal != HttpStatus.Ok)
        {
            await Send(HttpResponse.Error(refusal), isHead: false, keepsAlive: false, minor: 1);
        }

        return false;
    }

    // 0: a head is there. Ok: the client ended the connection between two requests. Otherwise the refusal.
    private async Task<HttpStatus> ReadHead()
    {
        _scanner = default;
        waits(this);
        using CancellationTokenSource limit = new(times.Head);
        while (true)
        {
            // Empty lines before a request: some clients send one after the last request's content.
            while (_scanner.Bytes == 0 && _count >= 2 && _received[0] == '\r' && _received[1] == '\n')
            {
                Drop(2);
            }

            if (_count != 1 || _received[0] != '\r')
            {
                _scanner.Scan(_received.AsSpan(_scanner.Bytes, _count - _scanner.Bytes));
            }

            IsIdle = _count == 0;
            if (_scanner.IsComplete || _scanner.IsMalformed || _count == _received.Length)
            {
                return _scanner.IsComplete ? 0 : _scanner.IsMalformed ? HttpStatus.BadRequest : HttpStatus.FieldsTooLarge;
            }

            try
            {
                int count = await socket.ReceiveAsync(_received.AsMemory(_count), SocketFlags.None, limit.Token);
                _count += count;
                if (count == 0)
                {
                    return _count == 0 ? HttpStatus.Ok : HttpStatus.BadRequest;
                }
            }
            catch (OperationCanceledException)
            {
                return _count == 0 ? HttpStatus.Ok : HttpStatus.RequestTimeout;
            }
        }
    }

    private async Task<bool> Serve(HttpRequest request)
    {
        bool hasContent = request.ContentLength > 0;
        bool isServed = request.Method is "GET" or "HEAD";

        // A client that expects 100-continue may or may not send its content now: the start of the next request would be unknown.
        bool goesOn = request.KeepsAlive && isServed && !(hasContent && request.Expects);
        HttpResponse response = isServed ? Answer(request)
            : Array.IndexOf(s_known, request.Method) < 0 ? HttpResponse.Error(HttpStatus.NotImplemented)
            : HttpResponse.Error(HttpStatus.MethodNotAllowed).With("Allow", "GET, HEAD");
        using (response.File)
        {
            await Send(response, request.IsHead, goesOn, request.Minor);
        }

        return goesOn && (!hasContent || await Skip(request.ContentLength));
    }

    private HttpResponse Answer(HttpRequest request)
    {
        try
        {
            return site.Answer(request);
        }
        catch (Exception error)
        {
            Console.WriteLine($"http: {request.Path}: {error.GetType().Name}: {error.Message}");
            return HttpResponse.Error(HttpStatus.InternalError);
        }
    }

    private async Task Send(HttpResponse response, bool isHead, bool keepsAlive, int minor)
    {
        traffic.Answers++;
        traffic.Refusals += response.Status >= HttpStatus.BadRequest ? 1 : 0;
        byte[] head = Encoding.Latin1.GetBytes(Head(response, keepsAlive, minor));
        byte[] piece = new byte[Math.Max(HttpLimits.PieceBytes, head.Length)];
        head.CopyTo(piece, 0);
        int count = head.Length;
        long left = isHead || response.Status == HttpStatus.NotModified ? 0 : response.Length;
        int from = 0;
        while (left > 0 || count > 0)
        {
            int more = (int)Math.Min(left, piece.Length - count);
            if (response.File is null)
            {
                response.Content.AsSpan(from, more).CopyTo(piece.AsSpan(count));
                from += more;
            }
            else if (more > 0)
            {
                response.File.ReadExactly(piece.AsSpan(count, more));
            }

            left -= more;
            await SendAll(piece.AsMemory(0, count + more));
            count = 0;
        }
    }

    private async Task SendAll(ReadOnlyMemory<byte> bytes)
    {
        using CancellationTokenSource limit = new(times.Send);
        while (bytes.Length > 0)
        {
            int count = await socket.SendAsync(bytes, SocketFlags.None, limit.Token);
            traffic.BytesSent += count;
            bytes = bytes[count..];
        }
    }

    private string Head(HttpResponse response, bool keepsAlive, int minor)
    {
        StringBuilder head = new();
        _ = head.Append("HTTP/1.1 ").Append((int)response.Status).Append(' ').Append(HttpResponse.Reason(response.Status)).Append("\r\n");
        if (clock() is DateTime now)
        {
            _ = head.Append("Date: ").Append(now.ToString("r")).Append("\r\n");
        }

        foreach (KeyValuePair<string, string> field in response.Fields)
        {
            _ = head.Append(field.Key).Append(": ").Append(field.Value).Append("\r\n");
        }

        if (response.Status != HttpStatus.NotModified)
        {
            _ = head.Append("X-Content-Type-Options: nosniff\r\nContent-Length: ").Append(response.Length).Append("\r\n");
        }

        string word = !keepsAlive ? "Connection: close\r\n" : minor == 0 ? "Connection: keep-alive\r\n" : "";
        return head.Append(word).Append("\r\n").ToString();
    }

    // Reads and drops the content of a request.
    private async Task<bool> Skip(long bytes)
    {
        int there = (int)Math.Min(bytes, _count);
        Drop(there);
        bytes -= there;
        using CancellationTokenSource limit = new(times.Head);
        while (bytes > 0)
        {
            // Nothing is left in the buffer.
            int count = await socket.ReceiveAsync(
                _received.AsMemory(0, (int)Math.Min(bytes, _received.Length)), SocketFlags.None, limit.Token);
            bytes = count == 0 ? -1 : bytes - count;
        }

        return bytes == 0;
    }

    private void Drop(int bytes)
    {
        _count -= bytes;
        _received.AsSpan(bytes, _count).CopyTo(_received);
    }

    // Closing with unread bytes resets the connection, and the client might lose the answer: so read them first.
    private async Task Close()
    {
        socket.Shutdown(SocketShutdown.Send);
        using CancellationTokenSource limit = new(times.Close);
        int count = 1;
        for (long bytes = 0; count > 0 && bytes < HttpLimits.ContentBytes; bytes += count)
        {
            count = await socket.ReceiveAsync(_received.AsMemory(), SocketFlags.None, limit.Token);
        }
    }
}
