// Runs a pattern's program over a text: takes the first alternative at each choice, and returns to the next if that fails.

using System.Collections.Generic;

namespace System.Text.RegularExpressions;

internal sealed class PatternRun
{
    private const int Undo = -1;
    private readonly PatternStep[] _steps;
    private readonly string _text;
    private readonly int _start;
    private readonly int[] _slots;
    private readonly List<Choice> _choices = [];

    internal PatternRun(PatternProgram program, string text, int start)
    {
        _steps = program.Steps;
        _slots = new int[program.Slots];
        _text = text;
        _start = start;
    }

    /// <summary>The captures of all groups, in order.</summary>
    internal List<PatternCapture> Captures { get; } = [];

    /// <summary>The first match from the start on: its beginning and end; false: there is none.</summary>
    internal bool Find(out int begin, out int end)
    {
        for (begin = _start; begin <= _text.Length; begin++)
        {
            _choices.Clear();
            Captures.Clear();
            end = Run(0, begin);
            if (end >= 0)
            {
                return true;
            }
        }

        end = -1;
        return false;
    }

    // The end of the match in the text for the program at a step; negative: it does not match.
    private int Run(int at, int place)
    {
        int depth = _choices.Count;
        while (_steps[at].Action != PatternAction.Accept)
        {
            if (!Take(ref at, ref place) && !GoBack(depth, ref at, ref place))
            {
                return -1;
            }
        }

        return place;
    }

    private bool Take(ref int at, ref int place)
    {
        ref readonly PatternStep step = ref _steps[at++];
        switch (step.Action)
        {
            case PatternAction.Character:
                return TakeCharacter(step.Set!, step.IsBack, ref place);
            case PatternAction.Split:
                _choices.Add(new Choice(step.Y, place, Captures.Count));
                at = step.X;
                return true;
            case PatternAction.Jump:
                at = step.X;
                return true;
            case PatternAction.Mark:
                _choices.Add(new Choice(Undo, step.X, _slots[step.X]));
                _slots[step.X] = place;
                return true;
            case PatternAction.Check:
                at = _slots[step.X] == place ? step.Y : at;
                return true;
            case PatternAction.Close:
                Captures.Add(new PatternCapture(step.Y, Math.Min(_slots[step.X], place), Math.Max(_slots[step.X], place)));
                return true;
            case PatternAction.Look:
                bool isGood = Look(at, step.Y, ref place);
                at = step.X;
                return isGood;
            case PatternAction.Assert:
                return Holds((char)step.X, place);
            default:
                return TakeReference(step, ref place);
        }
    }

    private bool TakeCharacter(CharacterSet set, bool isBack, ref int place)
    {
        int at = isBack ? place - 1 : place;
        if ((uint)at >= (uint)_text.Length || !set.Has(_text[at]))
        {
            return false;
        }

        place += isBack ? -1 : 1;
        return true;
    }

    // Returns to the last untried alternative, with its slots and groups restored.
    private bool GoBack(int depth, ref int at, ref int place)
    {
        while (_choices.Count > depth)
        {
            Choice choice = _choices[^1];
            _choices.RemoveAt(_choices.Count - 1);
            if (choice.At == Undo)
            {
                _slots[choice.Place] = choice.Rest;
                continue;
            }

            Captures.RemoveRange(choice.Rest, Captures.Count - choice.Rest);
            (at, place) = (choice.At, choice.Place);
            return true;
        }

        return false;
    }

    // When it ends, its choices are dropped, but the saved slots are kept.
    private bool Look(int at, int kind, ref int place)
    {
        int depth = _choices.Count;
        int captures = Captures.Count;
        int end = Run(at, place);
        bool isNegative = (kind & PatternProgram.Negative) != 0;
        if (end < 0 || isNegative)
        {
            int ignored = 0;
            while (GoBack(depth, ref ignored, ref ignored))
            {
            }

            Captures.RemoveRange(captures, Captures.Count - captures);
            return end < 0 == isNegative;
        }

        int kept = depth;
        for (int i = depth; i < _choices.Count; i++)
        {
            if (_choices[i].At == Undo)
            {
                _choices[kept++] = _choices[i];
            }
        }

        _choices.RemoveRange(kept, _choices.Count - kept);
        place = (kind & PatternProgram.Atomic) != 0 ? end : place;
        return true;
    }

    private bool Holds(char letter, int place) => letter switch
    {
        'A' => place == 0,
        '^' => place == 0 || _text[place - 1] == '\n',
        '$' => place == _text.Length || _text[place] == '\n',
        'z' => place == _text.Length,
        'Z' => place == _text.Length || (place == _text.Length - 1 && _text[place] == '\n'),
        'G' => place == _start,
        'b' => IsWordAt(place - 1) != IsWordAt(place),
        _ => IsWordAt(place - 1) == IsWordAt(place),
    };

    private bool IsWordAt(int place) => (uint)place < (uint)_text.Length && CharacterSet.IsWord(_text[place]);

    private bool TakeReference(in PatternStep step, ref int place)
    {
        for (int i = Captures.Count - 1; i >= 0; i--)
        {
            PatternCapture capture = Captures[i];
            if (capture.Group != step.X)
            {
                continue;
            }

            int length = capture.End - capture.Start;
            int from = step.IsBack ? place - length : place;
            StringComparison comparison = step.Y != 0 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            if (from < 0
                || from + length > _text.Length
                || !_text.AsSpan(from, length).Equals(_text.AsSpan(capture.Start, length), comparison))
            {
                return false;
            }

            place += step.IsBack ? -length : length;
            return true;
        }

        return false;
    }

    // At: a step where to continue, with the text's position and the count of captures; or a slot and its old value.
    private readonly record struct Choice(int At, int Place, int Rest);
}
