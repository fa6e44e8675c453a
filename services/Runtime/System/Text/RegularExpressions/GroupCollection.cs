// The groups of one match, by number and by name.

using System.Collections;
using System.Collections.Generic;

namespace System.Text.RegularExpressions;

public class GroupCollection : IReadOnlyList<Group>, IReadOnlyDictionary<string, Group>, ICollection
{
    private readonly Group[] _groups;
    private readonly int[] _numbers;

    internal GroupCollection(Group[] groups, int[] numbers)
    {
        _groups = groups;
        _numbers = numbers;
    }

    public int Count => _groups.Length;

    public bool IsReadOnly => true;

    public bool IsSynchronized => false;

    public object SyncRoot => this;

    public IEnumerable<string> Keys
    {
        get
        {
            foreach (Group group in _groups)
            {
                yield return group.Name;
            }
        }
    }

    public IEnumerable<Group> Values => _groups;

    public Group this[int groupnum] => Find(Array.IndexOf(_numbers, groupnum));

    public Group this[string groupname] => Find(IndexOf(groupname));

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, out Group value)
    {
        int at = IndexOf(key);
        value = at < 0 ? null! : _groups[at];
        return at >= 0;
    }

    public void CopyTo(Group[] array, int arrayIndex) => _groups.CopyTo(array, arrayIndex);

    public void CopyTo(Array array, int arrayIndex) => _groups.CopyTo(array, arrayIndex);

    public IEnumerator GetEnumerator() => _groups.GetEnumerator();

    IEnumerator<Group> IEnumerable<Group>.GetEnumerator() => ((IEnumerable<Group>)_groups).GetEnumerator();

    IEnumerator<KeyValuePair<string, Group>> IEnumerable<KeyValuePair<string, Group>>.GetEnumerator()
    {
        foreach (Group group in _groups)
        {
            yield return new KeyValuePair<string, Group>(group.Name, group);
        }
    }

    private int IndexOf(string name) => Array.FindIndex(_groups, group => group.Name == name);

    // A group that the expression does not have counts as failed.
    private Group Find(int at) => at >= 0 ? _groups[at] : new Group("", "", null);
}
