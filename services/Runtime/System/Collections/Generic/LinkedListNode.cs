// A place in a linked list.

namespace System.Collections.Generic;

public sealed class LinkedListNode<T>
{
    internal LinkedListNode<T>? _next;
    internal LinkedListNode<T>? _previous;
    private T _value;

    public LinkedListNode(T value) => _value = value;

    internal LinkedListNode(LinkedList<T> list, T value)
    {
        List = list;
        _value = value;
    }

    public LinkedList<T>? List { get; internal set; }

    public LinkedListNode<T>? Next => _next;

    public LinkedListNode<T>? Previous => _previous;

    public T Value
    {
        get => _value;
        set => _value = value;
    }

    public ref T ValueRef => ref _value;
}
