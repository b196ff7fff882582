#!/usr/bin/env python
# coding: utf-8

# # TP4 LLM

# In[1]:


get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().system('pip install numpy matplotlib')
import numpy as np
import matplotlib.pyplot as plt
from IPython.display import display, HTML


# In[2]:


def tokenize(sentence):
    return sentence.split()

tokenize("Le chat noir dort.")


# In[5]:


def create_embeddings(tokens, d_embedding, rng):
    return rng.standard_normal((len(tokens), d_embedding))

def init_weights(d_embedding, d_head, rng):
    return tuple(rng.standard_normal((d_embedding, d_head)) for _ in range(3))


# In[9]:


get_ipython().run_cell_magic('time', '', "Q, K, V = project_qkv(X, W_Q, W_K, W_V)\n")


# In[7]:


def project_qkv(X, W_Q, W_K, W_V):
    return X@W_Q, X@W_K, X@W_V

def attention_scores(Q, K):
    return Q@K.T

def softmax(S):
    S = S - np.max(S, axis=1, keepdims=True)
    return np.exp(S)/np.exp(S).sum(axis=1, keepdims=True)

def weighted_output(A, V):
    return A@V

def self_attention(X, W_Q, W_K, W_V):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K))
    return weighted_output(A, V), A


# In[ ]:


def show_results(tokens, A, output):
    fig, ax = plt.subplots(1, 2)
    ax[0].imshow(A)
    ax[0].set_xticks(range(len(tokens)), tokens)
    ax[0].set_yticks(range(len(tokens)), tokens)
    ax[1].imshow(output)
    return fig

display(show_results(tokens, A, output))
