// One line typed by a person: cursor, history, the keys of a terminal. Pure: bytes in, text to show out; also runs under .NET.

using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services.Shell;

/// <summary>
/// Edits a line. <see cref="Feed"/> takes one byte and says what it completed; <see cref="TakeOutput"/> returns what the terminal must
/// show.
/// </summary>
public sealed class LineEditor
{
    private const int MaximumLength = 200;
    private const int MaximumHistory = 50;
    private readonly List<string> _history = new();
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _sequence = new();
    private readonly string _prompt;
    private string _kept = "";
    private int _cursor;
    private int _place;
    private bool _isEscaped;
    private bool _wasReturn;

    /// <summary>An editor whose lines begin with <paramref name="prompt"/>.</summary>
    public LineEditor(string prompt) => _prompt = prompt;

    /// <summary>The line so far.</summary>
    public string Text => _line.ToString();

    /// <summary>The part before the cursor.</summary>
    public string BeforeCursor => _line.ToString(0, _cursor);

    /// <summary>Entered lines, the oldest first.</summary>
    public IReadOnlyList<string> History => _history;

    /// <summary>Begins an empty line.</summary>
    public void Begin()
    {
        _line.Clear();
        _cursor = 0;
        _place = _history.Count;
        _kept = "";
        Redraw();
    }

    /// <summary>Shows the prompt and the line again.</summary>
    public void Redraw()
    {
        _output.Append('\r').Append(_prompt).Append(_line.ToString()).Append("\u001b[K");
        if (_cursor < _line.Length)
        {
            _output.Append("\u001b[").Append(_line.Length - _cursor).Append('D');
        }
    }

    /// <summary>The text to show since the last call.</summary>
    public string TakeOutput()
    {
        string output = _output.ToString();
        _output.Clear();
        return output;
    }

    /// <summary>Inserts text at the cursor, as if typed.</summary>
    public void Insert(string text)
    {
        foreach (char letter in text)
        {
            Type(letter);
        }
    }

    /// <summary>Takes one byte from the terminal.</summary>
    public EditorEvent Feed(byte key)
    {
        if (_isEscaped)
        {
            Escape((char)key);
            return EditorEvent.None;
        }

        bool isSecond = key == '\n' && _wasReturn;
        _wasReturn = key == '\r';
        switch (key)
        {
            case (byte)'\n' when isSecond: return EditorEvent.None;
            case (byte)'\r':
            case (byte)'\n': return Enter();
            case (byte)'\t': return EditorEvent.Complete;
            case 3: return EditorEvent.Interrupt;
            case 4: return _line.Length == 0 ? EditorEvent.End : EditorEvent.None;
            case 0x1B: _isEscaped = true; return EditorEvent.None;
            case 8:
            case 0x7F: Remove(_cursor - 1); return EditorEvent.None;
            case 1: Move(0); return EditorEvent.None;
            case 5: Move(_line.Length); return EditorEvent.None;
            case 11: Cut(_cursor, _line.Length); return EditorEvent.None;
            case 12: _output.Append("\u001b[H\u001b[2J"); Redraw(); return EditorEvent.None;
            case 21: Cut(0, _cursor); return EditorEvent.None;
            case 23: CutWord(); return EditorEvent.None;
            default: Type((char)key); return EditorEvent.None;
        }
    }

    private EditorEvent Enter()
    {
        string text = Text;
        if (text.Trim().Length > 0 && (_history.Count == 0 || _history[_history.Count - 1] != text))
        {
            _history.Add(text);
            if (_history.Count > MaximumHistory)
            {
                _history.RemoveAt(0);
            }
        }

        _output.Append('\n');
        return EditorEvent.Line;
    }

    private void Type(char letter)
    {
        if (letter is < ' ' or > '~' || _line.Length >= MaximumLength)
        {
            return;
        }

        _line.Insert(_cursor++, letter.ToString());
        if (_cursor == _line.Length)
        {
            _output.Append(letter);
        }
        else
        {
            Redraw();
        }
    }

    // ESC [ or ESC O, then digits, then a letter or a tilde.
    private void Escape(char key)
    {
        if (_sequence.Length == 0 && key is '[' or 'O')
        {
            _sequence.Append(key);
            return;
        }

        if (_sequence.Length is > 0 and < 6 && key is >= '0' and <= '9' or ';')
        {
            _sequence.Append(key);
            return;
        }

        string sequence = _sequence.Append(key).ToString();
        _sequence.Clear();
        _isEscaped = false;
        switch (sequence.Length > 1 ? sequence.Substring(1) : "")
        {
            case "A": Recall(_place - 1); break;
            case "B": Recall(_place + 1); break;
            case "C": Move(_cursor + 1); break;
            case "D": Move(_cursor - 1); break;
            case "H": case "1~": Move(0); break;
            case "F": case "4~": Move(_line.Length); break;
            case "3~": Remove(_cursor); break;
            default: break;
        }
    }

    private void Move(int to)
    {
        if (to >= 0 && to <= _line.Length && to != _cursor)
        {
            _cursor = to;
            Redraw();
        }
    }

    private void Remove(int at)
    {
        if (at >= 0 && at < _line.Length)
        {
            Cut(at, at + 1);
        }
    }

    private void Cut(int from, int to)
    {
        if (to > from)
        {
            _line.Remove(from, to - from);
            _cursor = from;
            Redraw();
        }
    }

    private void CutWord()
    {
        int from = _cursor;
        while (from > 0 && _line[from - 1] == ' ')
        {
            from--;
        }

        while (from > 0 && _line[from - 1] != ' ')
        {
            from--;
        }

        Cut(from, _cursor);
    }

    private void Recall(int place)
    {
        if (place < 0 || place > _history.Count || place == _place)
        {
            return;
        }

        if (_place == _history.Count)
        {
            _kept = Text;
        }

        _place = place;
        _line.Clear();
        _line.Append(place == _history.Count ? _kept : _history[place]);
        _cursor = _line.Length;
        Redraw();
    }
}
