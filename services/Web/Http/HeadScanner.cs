using System;

namespace RustKernel.Services.Web.Http;

/// <summary>
/// Finds the end of a request's head. It looks at each byte once, however the bytes are divided into pieces. Lines end only with CR LF [RFC
/// 9112 2.2]: a sender whose idea of a line end differs from ours could hide a request in a field.
/// </summary>
public struct HeadScanner
{
    private int _lineBytes;
    private bool _isAfterReturn;

    /// <summary>Bytes of the head so far, with the empty line when it is complete.</summary>
    public int Bytes { get; private set; }

    /// <summary>The empty line has come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>A CR without LF, or an LF without CR, has come.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Scans on after the first <see cref="Bytes"/> bytes, to the end of the head or of the bytes given.</summary>
    public void Scan(ReadOnlySpan<byte> more)
    {
        for (int i = 0; i < more.Length && !IsComplete && !IsMalformed; i++)
        {
            Bytes++;
            byte value = more[i];
            if (_isAfterReturn != (value == '\n'))
            {
                IsMalformed = true;
            }
            else if (value == '\n')
            {
                IsComplete = _lineBytes == 0;
                _lineBytes = 0;
                _isAfterReturn = false;
            }
            else if (value == '\r')
            {
                _isAfterReturn = true;
            }
            else
            {
                _lineBytes++;
            }
        }
    }
}
