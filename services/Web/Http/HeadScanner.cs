// Where a request's head ends.

using System;

namespace RustKernel.Services.Web.Http;

/// <summary>
/// Looks at each byte once, however they come. Lines end with CR LF and nothing else [RFC 9112 2.2]: a sender that means another end
/// than we do could hide a request in a field.
/// </summary>
public struct HeadScanner
{
    private int _lineBytes;
    private bool _isAfterReturn;

    /// <summary>Bytes of the head so far, with the empty line when it is complete.</summary>
    public int Bytes { get; private set; }

    /// <summary>The empty line has come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>A CR without LF, or a LF without CR.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Goes on with what came after the first <see cref="Bytes"/> bytes, to the end of the head or of what there is.</summary>
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
