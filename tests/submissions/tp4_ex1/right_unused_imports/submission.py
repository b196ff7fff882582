import pandas as pd
import scipy
import torch
import torch.nn as nn
from scipy.special import softmax as sp_softmax
import seaborn as sns
from sklearn.preprocessing import normalize
import os, sys, random, warnings
warnings.filterwarnings("ignore")

def softmax(S):
    z = S - S.max(axis=1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
